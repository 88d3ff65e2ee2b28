<?php

/*
 * Compares what php-stubs/ declares with what the loaded extension declares, both ways, and prints every difference.
 *
 * Both sides are described by the same code, as a list of declarations: name => text, written out like PHP source. The
 * stubs are described by a second PHP process without extensions (`php -n compare.php --describe-stubs`), because a
 * process that has the extension can't declare its classes again. What the stubs do not explain is printed too.
 */

const STUBS = __DIR__ . '/../../php-stubs';

if (($argv[1] ?? '') === '--describe-stubs') {
    echo json_encode(load_stubs(STUBS), JSON_THROW_ON_ERROR);
} elseif (!extension_loaded('swoxide')) {
    echo "The extension swoxide is not loaded; there is nothing to compare the stubs with.\n";
} else {
    $stubs = stubs_in_another_process();
    $extension = describe_extension(new ReflectionExtension('swoxide'));
    print_differences($stubs['declarations'], $extension);
    foreach ($stubs['undocumented'] as $what) {
        echo "$what\n";
    }
    echo 'Compared ', count($extension), " declarations.\n";
}

/** @return array{declarations: array<string, string>, undocumented: string[]} */
function load_stubs(string $directory): array
{
    // Fatal errors have to fail the test, but not what PHP says about classes without return types.
    error_reporting(E_ALL & ~E_DEPRECATED);
    $classes_before = get_declared_classes();
    $functions_before = get_defined_functions()['user'];
    $constants_before = get_defined_constants();

    // The files of classes lie where PSR-4 wants them, so a parent is found when its child needs it.
    spl_autoload_register(function (string $class) use ($directory): void {
        require_once $directory . '/' . strtr($class, '\\', '/') . '.php';
    });
    foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator($directory, FilesystemIterator::SKIP_DOTS)) as $file) {
        if ($file->getExtension() === 'php') {
            require_once $file->getPathname();
        }
    }

    $classes = [];
    foreach (array_diff(get_declared_classes(), $classes_before) as $name) {
        $classes[$name] = new ReflectionClass($name);
    }
    $functions = [];
    foreach (array_diff(get_defined_functions()['user'], $functions_before) as $name) {
        $functions[$name] = new ReflectionFunction($name);
    }
    $constants = array_diff_key(get_defined_constants(), $constants_before);

    return ['declarations' => describe($classes, $functions, $constants), 'undocumented' => undocumented($classes, $functions)];
}

function stubs_in_another_process(): array
{
    exec(escapeshellarg(PHP_BINARY) . ' -n ' . escapeshellarg(__FILE__) . ' --describe-stubs 2>&1', $output, $status);
    $described = json_decode(implode("\n", $output), true);
    if ($status !== 0 || !is_array($described)) {
        exit("The stubs can't be loaded:\n" . implode("\n", $output) . "\n");
    }

    return $described;
}

function describe_extension(ReflectionExtension $extension): array
{
    return describe($extension->getClasses(), $extension->getFunctions(), $extension->getConstants());
}

/**
 * @param array<string, ReflectionClass>    $classes   By every name they have: an alias is a name that is not the class's own.
 * @param array<string, ReflectionFunction> $functions
 * @param array<string, mixed>              $constants
 *
 * @return array<string, string> Declarations by name.
 */
function describe(array $classes, array $functions, array $constants): array
{
    $declarations = [];
    foreach ($classes as $name => $class) {
        if (strcasecmp($name, $class->getName()) !== 0) {
            $declarations['alias ' . strtolower($name)] = $class->getName();
        } else {
            $declarations += describe_class($class);
        }
    }
    foreach ($functions as $function) {
        $declarations[$function->getName() . '()'] = describe_function($function);
    }
    foreach ($constants as $name => $value) {
        $declarations[$name] = "const $name = " . var_export($value, true);
    }
    ksort($declarations);

    return $declarations;
}

/** @return array<string, string> The class and its own members; what it inherits is described with its parent. */
function describe_class(ReflectionClass $class): array
{
    $name = $class->getName();
    $own = fn (ReflectionProperty|ReflectionMethod|ReflectionClassConstant $member): bool => $member->getDeclaringClass()->getName() === $name;
    $interfaces = $class->getInterfaceNames();
    sort($interfaces);

    $declarations = [$name => implode(' ', array_filter([
        ...Reflection::getModifierNames($class->getModifiers()),
        match (true) {
            $class->isInterface() => 'interface',
            $class->isTrait() => 'trait',
            $class->isEnum() => 'enum',
            default => 'class',
        },
        $class->getParentClass() ? 'extends ' . $class->getParentClass()->getName() : '',
        $interfaces ? 'implements ' . implode(', ', $interfaces) : '',
        takes_any_property($class) ? 'with dynamic properties' : 'without dynamic properties',
    ]))];

    $properties = array_filter($class->getProperties(), $own);
    // var_dump(), foreach and json_encode() show it to programs.
    if ($properties) {
        $declarations["$name, order of properties"] = implode(', ', array_map(fn ($property) => $property->getName(), $properties));
    }
    foreach ($properties as $property) {
        $declarations["$name::\${$property->getName()}"] = implode(' ', array_filter([
            ...Reflection::getModifierNames($property->getModifiers()),
            (string) $property->getType(),
            "\${$property->getName()}",
            $property->hasDefaultValue() ? '= ' . var_export($property->getDefaultValue(), true) : '',
        ]));
    }
    foreach (array_filter($class->getMethods(), $own) as $method) {
        $declarations["$name::{$method->getName()}()"] = describe_function($method);
    }
    foreach (array_filter($class->getReflectionConstants(), $own) as $constant) {
        $declarations["$name::{$constant->getName()}"] = implode(' ', [
            ...Reflection::getModifierNames($constant->getModifiers()),
            "const {$constant->getName()} = " . var_export($constant->getValue(), true),
        ]);
    }

    return $declarations;
}

function describe_function(ReflectionFunctionAbstract $function): string
{
    $modifiers = $function instanceof ReflectionMethod ? Reflection::getModifierNames($function->getModifiers()) : [];
    $type = $function->getReturnType() ?? $function->getTentativeReturnType();

    return implode(' ', [...$modifiers, 'function'])
        . ($function->returnsReference() ? ' &' : ' ')
        . $function->getName()
        . '(' . implode(', ', array_map(describe_parameter(...), $function->getParameters())) . ')'
        . ($type ? ": $type" : '');
}

function describe_parameter(ReflectionParameter $parameter): string
{
    $default = '';
    if ($parameter->isOptional() && !$parameter->isVariadic()) {
        $default = ' = ' . match (true) {
            !$parameter->isDefaultValueAvailable() => 'unknown',
            $parameter->isDefaultValueConstant() => ltrim($parameter->getDefaultValueConstantName(), '\\'),
            default => var_export($parameter->getDefaultValue(), true),
        };
    }

    return implode(' ', array_filter([
        (string) $parameter->getType(),
        ($parameter->isPassedByReference() ? '&' : '') . ($parameter->isVariadic() ? '...' : '') . '$' . $parameter->getName(),
    ])) . $default;
}

/** Whether programs may put properties of their own on its objects. Reflection does not tell, trying does. */
function takes_any_property(ReflectionClass $class): bool
{
    if ($class->isAbstract() || $class->isInterface()) {
        return false;
    }
    set_error_handler(fn (int $level, string $message) => throw new ErrorException($message));
    try {
        // PHP makes no object of a final class of an extension in the first way.
        $isSealed = $class->isInternal() && $class->isFinal();
        $object = $isSealed ? $class->newInstance() : $class->newInstanceWithoutConstructor();
        $object->not_a_declared_property = 1;

        return true;
    } catch (Error | ErrorException) {
        return false;
    } finally {
        restore_error_handler();
    }
}

/**
 * @param array<string, ReflectionClass>    $classes
 * @param array<string, ReflectionFunction> $functions
 *
 * @return string[] What has no description, `@var`, `@param` or `@return`.
 */
function undocumented(array $classes, array $functions): array
{
    $missing = [];
    foreach ($classes as $name => $class) {
        $own = fn (ReflectionProperty|ReflectionMethod $member): bool => $member->getDeclaringClass()->getName() === $name;
        $documented = [$name => $class];
        foreach (array_filter($class->getProperties(), $own) as $property) {
            $documented["$name::\${$property->getName()}"] = $property;
        }
        foreach (array_filter($class->getMethods(), $own) as $method) {
            $functions["$name::{$method->getName()}()"] = $method;
        }
        foreach ($documented as $what => $reflection) {
            $comment = (string) $reflection->getDocComment();
            if ($comment === '' || ($reflection instanceof ReflectionProperty && !str_contains($comment, '@var '))) {
                $missing[] = "$what is not documented";
            }
        }
    }
    foreach ($functions as $what => $function) {
        $comment = (string) $function->getDocComment();
        if ($comment === '') {
            $missing[] = "$what is not documented";
        }
        if (!str_contains($comment, '@return ') && $function->getName() !== '__construct') {
            $missing[] = "$what does not say what it returns";
        }
        foreach ($function->getParameters() as $parameter) {
            if (!preg_match('/@param [^$]+\$' . $parameter->getName() . ' +\S/', $comment)) {
                $missing[] = "$what does not explain \${$parameter->getName()}";
            }
        }
    }

    return $missing;
}

/**
 * @param array<string, string> $stubs
 * @param array<string, string> $extension
 */
function print_differences(array $stubs, array $extension): void
{
    $names = array_keys($stubs + $extension);
    sort($names);
    foreach ($names as $name) {
        if (($stubs[$name] ?? null) !== ($extension[$name] ?? null)) {
            echo "$name\n";
            echo '  in the stubs:     ', $stubs[$name] ?? '(nothing)', "\n";
            echo '  in the extension: ', $extension[$name] ?? '(nothing)', "\n";
        }
    }
}
