<?php
// In place of what Debian's libraries lack and the tests that run here hardly use.
declare(strict_types=1);

namespace Symfony\Component\Uid {
    final class Uuid
    {
        private function __construct(private readonly string $text) {}

        public static function v4(): self
        {
            return self::v7();
        }

        public static function v7(): self
        {
            $bytes = bin2hex(random_bytes(16));
            return new self(vsprintf('%s-%s-7%s-8%s-%s', [
                substr($bytes, 0, 8), substr($bytes, 8, 4), substr($bytes, 12, 3),
                substr($bytes, 15, 3), substr($bytes, 18, 12)]));
        }

        public function toRfc4122(): string
        {
            return $this->text;
        }

        public function __toString(): string
        {
            return $this->text;
        }
    }
}

// Sums of money and telephone numbers are made by the SDK and not looked into by these tests.
namespace Money\Formatter {
    final class DecimalMoneyFormatter
    {
        public function __construct(mixed ...$any) {}
    }
}

namespace Money\Currencies {
    final class ISOCurrencies {}
}

namespace Money\Parser {
    final class DecimalMoneyParser
    {
        public function __construct(mixed ...$any) {}
    }
}
