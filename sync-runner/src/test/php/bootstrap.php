<?php
// Loads the official PHP SDK from its sources: by its own autoloader if its libraries are
// installed beside it, else with the libraries that the system has.
declare(strict_types=1);

$sdk = getenv('SDK');
if (is_file("$sdk/vendor/autoload.php")) {
    require "$sdk/vendor/autoload.php";
} else {
    require __DIR__ . '/stand-ins.php';
    spl_autoload_register(static function (string $class) use ($sdk): void {
        foreach (['Bitrix24\\SDK\\Tests\\' => "$sdk/tests/", 'Bitrix24\\SDK\\' => "$sdk/src/"] as $prefix => $folder) {
            if (str_starts_with($class, $prefix)) {
                $file = $folder . str_replace('\\', '/', substr($class, strlen($prefix))) . '.php';
                if (is_file($file)) {
                    require $file;
                    return;
                }
            }
        }
    });
    foreach (glob('/usr/share/php/{Symfony/Component/*,Symfony/Contracts/*,Monolog,Carbon,Fig/HttpMessageUtil,Faker,Psr/Log}/autoload.php', GLOB_BRACE) as $library) {
        require_once $library;
    }
}
foreach (['BITRIX24_WEBHOOK', 'INTEGRATION_TEST_LOG_LEVEL'] as $name) {
    $_ENV[$name] = getenv($name);
}
