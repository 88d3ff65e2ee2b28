--TEST--
Certificates and keys that are missing, broken or do not belong together: start() throws and names the file
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$folder = certificateFolder();
$authority = makeAuthority($folder);
$good = makeCertificate($folder, 'server', ['127.0.0.1'], $authority);
$other = makeCertificate($folder, 'other', ['127.0.0.1'], $authority);
file_put_contents("$folder/empty.pem", '');
file_put_contents("$folder/broken.pem", substr($good->pem(), 0, 200) . "\n-----END CERTIFICATE-----\n");
file_put_contents("$folder/broken.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
$files = fn (string $certificate, string $key) => ['ssl_cert_file' => $certificate, 'ssl_key_file' => $key];

$cases = [
    'no settings at all' => [],
    'no key' => ['ssl_cert_file' => $good->file],
    'no certificate' => ['ssl_key_file' => $good->keyFile],
    'empty settings' => $files('', ''),
    'missing certificate' => $files("$folder/nowhere.pem", $good->keyFile),
    'missing key' => $files($good->file, "$folder/nowhere.key"),
    'empty certificate' => $files("$folder/empty.pem", $good->keyFile),
    'empty key' => $files($good->file, "$folder/empty.pem"),
    'broken certificate' => $files("$folder/broken.pem", $good->keyFile),
    'broken key' => $files($good->file, "$folder/broken.key"),
    'files swapped' => $files($good->keyFile, $good->file),
    'key of another' => $files($good->file, $other->keyFile),
    'a folder' => $files($folder, $good->keyFile),
    'missing in ssl_sni_certs' => $files($good->file, $good->keyFile)
        + ['ssl_sni_certs' => ['example.com' => $files($other->file, "$folder/nowhere.key")]],
    'key of another in ssl_sni_certs' => $files($good->file, $good->keyFile)
        + ['ssl_sni_certs' => ['example.com' => $files($other->file, $good->keyFile)]],
    'missing authority' => $files($good->file, $good->keyFile) + ['ssl_verify_peer' => true, 'ssl_client_cert_file' => "$folder/nowhere.pem"],
    'empty authority' => $files($good->file, $good->keyFile) + ['ssl_verify_peer' => true, 'ssl_cafile' => "$folder/empty.pem"],
    'missing capath' => $files($good->file, $good->keyFile) + ['ssl_verify_peer' => true, 'ssl_capath' => "$folder/nowhere"],
    'no authority' => $files($good->file, $good->keyFile) + ['ssl_verify_peer' => true],
];
ob_start(fn ($output) => str_replace("$folder", 'FOLDER', $output));
foreach ($cases as $name => $settings) {
    echo "$name: ";
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0, SWOOLE_BASE, SWOOLE_SOCK_TCP | SWOOLE_SSL);
    $server->set($settings + ['log_level' => SWOOLE_LOG_ERROR]);
    $server->on('start', function () { echo "it started\n"; exit; });
    $server->on('message', fn () => null);
    catching(fn () => $server->start());
    unset($server);
}
?>
--EXPECTF--
no settings at all: Swoole\Exception(1019): %Sssl_cert_file%S
no key: Swoole\Exception(1019): %Sssl_key_file%S
no certificate: Swoole\Exception(1019): %Sssl_cert_file%S
empty settings: Swoole\Exception(1019): %Sssl_cert_file%S
missing certificate: Swoole\Exception(1019): %Sssl_cert_file%SFOLDER/nowhere.pem%SNo such file or directory%S
missing key: Swoole\Exception(1019): %Sssl_key_file%SFOLDER/nowhere.key%SNo such file or directory%S
empty certificate: Swoole\Exception(1019): %Sssl_cert_file%SFOLDER/empty.pem%S
empty key: Swoole\Exception(1019): %Sssl_key_file%SFOLDER/empty.pem%S
broken certificate: Swoole\Exception(1019): %Sssl_cert_file%SFOLDER/broken.pem%S
broken key: Swoole\Exception(1019): %Sssl_key_file%SFOLDER/broken.key%S
files swapped: Swoole\Exception(1019): %Sssl_cert_file%SFOLDER/server.key%S
key of another: Swoole\Exception(1019): %Sssl_key_file%SFOLDER/other.key%S
a folder: Swoole\Exception(1019): %Sssl_cert_file%SFOLDER%S
missing in ssl_sni_certs: Swoole\Exception(1019): %Sexample.com%SFOLDER/nowhere.key%SNo such file or directory%S
key of another in ssl_sni_certs: Swoole\Exception(1019): %Sexample.com%SFOLDER/server.key%S
missing authority: Swoole\Exception(1019): %Sssl_client_cert_file%SFOLDER/nowhere.pem%SNo such file or directory%S
empty authority: Swoole\Exception(1019): %Sssl_cafile%SFOLDER/empty.pem%S
missing capath: Swoole\Exception(1019): %Sssl_capath%SFOLDER/nowhere%S
no authority: Swoole\Exception(1019): %Sssl_verify_peer%S
