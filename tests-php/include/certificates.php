<?php
/*
 * Certificates made on the spot: short-lived, with EC keys, which take no time to make. Nothing is installed anywhere, and
 * nothing but PHP's own openssl extension is needed.
 *
 *     $folder = certificateFolder();
 *     $authority = makeAuthority($folder);
 *     $server = makeCertificate($folder, 'server', ['localhost', '127.0.0.1'], $authority);
 *
 * Also a program: `php certificates.php FOLDER` leaves authority.pem, server.pem, server.key, client.pem and client.key there.
 */

/** A certificate and its private key, in two PEM files. */
final class Certificate
{
    public function __construct(public readonly string $file, public readonly string $keyFile)
    {
    }

    public function pem(): string
    {
        return file_get_contents($this->file);
    }

    /** Puts another certificate into the files of this one. */
    public function replaceBy(self $other): void
    {
        // Renamed, so that nobody ever reads half a file.
        foreach (['file', 'keyFile'] as $which) {
            copy($other->$which, "{$this->$which}.new");
            rename("{$this->$which}.new", $this->$which);
        }
    }
}

/** An empty folder, which goes away with this process. */
function certificateFolder(): string
{
    $folder = sys_get_temp_dir() . '/swoxide-certificates-' . bin2hex(random_bytes(8));
    mkdir($folder, 0700);
    register_shutdown_function(function () use ($folder) {
        array_map('unlink', glob("$folder/*"));
        rmdir($folder);
    });
    return $folder;
}

/** Who signs certificates. */
function makeAuthority(string $folder, string $name = 'authority'): Certificate
{
    return writeCertificate($folder, $name, "Swoxide test $name", null, [
        'basicConstraints' => 'critical, CA:true',
        'keyUsage' => 'critical, keyCertSign, cRLSign',
    ]);
}

/**
 * A server's certificate.
 *
 * @param string[] $hosts names, "*." in front for all of a domain, and IP addresses
 * @param ?Certificate $authority who signs it; without, it signs itself
 */
function makeCertificate(string $folder, string $name, array $hosts, ?Certificate $authority = null): Certificate
{
    $alternatives = array_map(fn ($host) => (filter_var($host, FILTER_VALIDATE_IP) ? 'IP:' : 'DNS:') . $host, $hosts);
    return writeCertificate($folder, $name, $hosts[0], $authority, [
        'basicConstraints' => 'critical, CA:false',
        'keyUsage' => 'critical, digitalSignature',
        'extendedKeyUsage' => 'serverAuth',
        'subjectAltName' => implode(', ', $alternatives),
    ]);
}

/** A client's certificate, in the manner of makeCertificate(). */
function makeClientCertificate(string $folder, string $name, ?Certificate $authority = null): Certificate
{
    return writeCertificate($folder, $name, $name, $authority, [
        'basicConstraints' => 'critical, CA:false',
        'keyUsage' => 'critical, digitalSignature',
        'extendedKeyUsage' => 'clientAuth',
        'subjectAltName' => 'DNS:client.example',
    ]);
}

/** @param array<string, string> $extensions as openssl.cnf has them */
function writeCertificate(string $folder, string $name, string $commonName, ?Certificate $authority, array $extensions): Certificate
{
    $certificate = new Certificate("$folder/$name.pem", "$folder/$name.key");
    // Python 3.13 and later want to see whose key it is, and whose key has signed it.
    $extensions += ['subjectKeyIdentifier' => 'hash'] + ($authority ? ['authorityKeyIdentifier' => 'keyid'] : []);
    // The extensions can be said in a configuration file only; the bits are asked for even where none are needed.
    $configuration = "$folder/$name.cnf";
    $lines = array_map(fn ($key, $value) => "$key = $value", array_keys($extensions), $extensions);
    file_put_contents($configuration, "[req]\ndistinguished_name = name\ndefault_bits = 2048\n[name]\n[extensions]\n" . implode("\n", $lines) . "\n");
    $options = ['config' => $configuration, 'x509_extensions' => 'extensions', 'digest_alg' => 'sha256'];

    $key = openssl_pkey_new(['private_key_type' => OPENSSL_KEYTYPE_EC, 'curve_name' => 'prime256v1'] + $options);
    $request = openssl_csr_new(['commonName' => $commonName], $key, $options);
    // Chromium and others refuse what is valid for longer than about a year.
    $signed = openssl_csr_sign($request, $authority?->pem(), $authority ? file_get_contents($authority->keyFile) : $key, 30,
        $options, random_int(1, PHP_INT_MAX));
    if (!$signed || !openssl_x509_export_to_file($signed, $certificate->file)
        || !openssl_pkey_export_to_file($key, $certificate->keyFile, null, $options)) {
        throw new RuntimeException('no certificate could be made: ' . openssl_error_string());
    }
    unlink($configuration);
    return $certificate;
}

if (realpath($_SERVER['SCRIPT_FILENAME']) === __FILE__) {
    $folder = $argv[1] ?? exit("usage: php certificates.php FOLDER\n");
    $authority = makeAuthority($folder);
    makeCertificate($folder, 'server', ['localhost', '127.0.0.1', '::1'], $authority);
    makeClientCertificate($folder, 'client', $authority);
}
