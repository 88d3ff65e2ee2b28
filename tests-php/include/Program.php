<?php

/** A PHP program in a process of its own, run with the same settings and the same extension as the test itself. */
class Program
{
    public readonly int $pid;
    protected readonly string $directory;
    /** @var resource */
    private $process;
    /** @var resource what the program writes to announce that it is ready */
    private $readiness;
    private ?int $exitCode = null;

    /**
     * @param string $file the program
     * @param string[] $settings further php.ini settings, as "name=value"
     */
    final protected function __construct(string $file, array $settings = [], array $arguments = [], ?string $directory = null)
    {
        $this->directory = $directory ?? self::temporaryDirectory();
        $command = implode(' ', [
            // The program dies with its test, however that ends.
            'exec setpriv --pdeathsig KILL',
            escapeshellarg(PHP_BINARY),
            self::settingsOfThisTest(),
            ...array_map(fn ($setting) => '-d ' . escapeshellarg($setting), $settings),
            escapeshellarg($file),
            ...array_map('escapeshellarg', $arguments),
        ]);
        $this->process = proc_open($command, [
            0 => ['file', '/dev/null', 'r'],
            1 => ['file', "$this->directory/stdout", 'a'],
            2 => ['file', "$this->directory/stderr", 'a'],
            3 => ['pipe', 'w'],
        ], $pipes);
        $this->readiness = $pipes[3];
        $this->pid = proc_get_status($this->process)['pid'];
    }

    /** Runs a program (text without the opening tag) to its end. */
    public static function run(string $text, array $settings = [], float $seconds = TIME_LIMIT): static
    {
        $program = static::start($text, $settings);
        $program->wait($seconds);
        return $program;
    }

    /** Starts a program (text without the opening tag) and goes on. */
    public static function start(string $text, array $settings = []): static
    {
        $directory = self::temporaryDirectory();
        file_put_contents("$directory/program.php", Combination::apply("<?php $text"));
        return new static("$directory/program.php", $settings, directory: $directory);
    }

    /** Everything the program has printed so far. */
    public function output(): string
    {
        return $this->tidy(file_get_contents("$this->directory/stdout"));
    }

    /** Everything the program has written to stderr so far, the log, but for what every server says when it starts. */
    public function log(): string
    {
        return preg_replace('/^\[.*\] INFO up to \d+ connections .*\n/m', '', $this->wholeLog());
    }

    /** Everything the program has written to stderr so far. */
    public function wholeLog(): string
    {
        return $this->tidy(file_get_contents("$this->directory/stderr"));
    }

    /** Waits until the program has printed $text, and the line that it is in to its end: it may come in pieces. */
    public function waitForOutput(string $text, float $seconds = TIME_LIMIT): void
    {
        $isWhole = function () use ($text) {
            [, $rest] = explode($text, $this->output(), 2) + [1 => null];
            return $rest !== null && (str_ends_with($text, "\n") || str_contains($rest, "\n"));
        };
        $this->waitFor($isWhole, "the output \"$text\"", $seconds);
    }

    /** Waits until the program has logged $text. */
    public function waitForLog(string $text, float $seconds = TIME_LIMIT): void
    {
        $this->waitFor(fn () => str_contains($this->log(), $text), "the log line \"$text\"", $seconds);
    }

    public function isRunning(): bool
    {
        if ($this->exitCode !== null) {
            return false;
        }
        $status = proc_get_status($this->process);
        if ($status['running']) {
            return true;
        }
        // What a shell says of a process that a signal ended.
        $this->exitCode = $status['signaled'] ? 128 + $status['termsig'] : $status['exitcode'];
        return false;
    }

    /** Waits for the end of the program and returns its exit code; 128 + n when signal n ended it. */
    public function wait(float $seconds = TIME_LIMIT): int
    {
        try {
            waitUntil(fn () => !$this->isRunning(), 'the end of the program', $seconds);
        } catch (RuntimeException $exception) {
            $this->signal(SIGKILL);
            throw new RuntimeException($exception->getMessage() . $this->said());
        }
        return $this->exitCode;
    }

    public function exitCode(): int
    {
        return $this->wait();
    }

    public function signal(int $signal): void
    {
        posix_kill($this->pid, $signal);
    }

    /** Sends a signal and waits for the end; returns the exit code. */
    public function stop(int $signal = SIGTERM, float $seconds = TIME_LIMIT): int
    {
        if ($this->isRunning()) {
            $this->signal($signal);
        }
        return $this->wait($seconds);
    }

    /** Resident memory in KiB, of all its processes together. What they share counts once for each. */
    public function memory(): int
    {
        return array_sum(array_map(function (int $pid) {
            preg_match('/^VmRSS:\s+(\d+) kB/m', @file_get_contents("/proc/$pid/status") ?: '', $match);
            return (int) ($match[1] ?? 0);
        }, $this->processes()));
    }

    /** The ids of the program's process and of all that come from it. */
    public function processes(): array
    {
        $all = [];
        for ($found = [$this->pid]; $found !== []; $found = preg_split('/\s/', $children, flags: PREG_SPLIT_NO_EMPTY)) {
            array_push($all, ...array_map('intval', $found));
            $children = '';
            foreach ($found as $pid) {
                foreach (glob("/proc/$pid/task/*/children") as $file) {
                    $children .= @file_get_contents($file);
                }
            }
        }
        return $all;
    }

    public function __destruct()
    {
        if ($this->isRunning()) {
            $this->signal(SIGKILL);
        }
        proc_close($this->process);
        array_map('unlink', glob("$this->directory/*"));
        rmdir($this->directory);
    }

    /** The line that the program announces itself with, by ready(). */
    final protected function announcement(float $seconds = TIME_LIMIT): string
    {
        stream_set_blocking($this->readiness, false);
        $line = '';
        $this->waitFor(function () use (&$line) {
            $line .= fread($this->readiness, 100);
            return str_ends_with($line, "\n");
        }, 'the program to be ready', $seconds);
        return rtrim($line);
    }

    final protected static function temporaryDirectory(): string
    {
        $directory = sys_get_temp_dir() . '/swoxide-test-' . bin2hex(random_bytes(8));
        mkdir($directory, 0700);
        return $directory;
    }

    final protected function waitFor(callable $condition, string $description, float $seconds): void
    {
        try {
            waitUntil(fn () => $condition() ?: ($this->isRunning() ? false : throw new RuntimeException(
                $condition() ? '' : "the program ended with $this->exitCode before $description"
            )), $description, $seconds);
        } catch (RuntimeException $exception) {
            // The condition may have come true with the program's last words.
            if ($exception->getMessage() !== '') {
                throw new RuntimeException($exception->getMessage() . $this->said());
            }
        }
    }

    private function said(): string
    {
        return sprintf("; it printed:\n%s\nand logged:\n%s", $this->output(), $this->log());
    }

    /** Names of temporary directories differ from run to run; tests print without them. */
    private function tidy(string $text): string
    {
        return str_replace("$this->directory/", '', $text);
    }

    private static function settingsOfThisTest(): string
    {
        // run-tests.php passes its settings on in this variable. A test run by hand is given the extension only.
        return getenv('TEST_PHP_EXTRA_ARGS') ?: '-d extension='
            . escapeshellarg(getenv('EXTENSION') ?: dirname(__DIR__, 2) . '/target/release/libswoxide.so');
    }
}
