package io.dealsync.cli.begin;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.sandbox.rest.Limits;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SandboxLimitsTest {

  @Test
  void recorded_costs_bind_as_on_a_real_portal() {
    Limits limits = limits("--cost", "recorded", "--cost", "crm.deal.contact.add=0.2");

    assertThat(limits.operatingLimit()).isEqualTo(Duration.ofSeconds(480));
    assertThat(limits.costs())
        .containsEntry("crm.deal.contact.items.get", Duration.ofMillis(130))
        .containsEntry("crm.deal.contact.add", Duration.ofMillis(200));
    assertThat(limits("--cost", "recorded", "--operating", "60").operatingLimit())
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(limits("--cost", "batch=1").operatingLimit()).isEqualTo(Duration.ZERO);
  }

  private static Limits limits(String... options) {
    SandboxLimits limits = new SandboxLimits();
    new CommandLine(new Holder(limits))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(options);
    return limits.limits();
  }

  @CommandLine.Command
  private static final class Holder {
    @CommandLine.Mixin final SandboxLimits limits;

    Holder(SandboxLimits limits) {
      this.limits = limits;
    }
  }
}
