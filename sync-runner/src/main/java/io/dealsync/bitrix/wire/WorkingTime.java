package io.dealsync.bitrix.wire;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JsonParser;

/**
 * The working time that an answer reports as used (contract 3.1, 4.1).
 *
 * @param seconds used within the last ten minutes
 * @param untilReset when the oldest part is forgotten, by the portal's own clock
 */
public record WorkingTime(double seconds, Duration untilReset) {

  /** Empty on a portal that does not account for it. */
  static Optional<WorkingTime> read(JsonParser parser) {
    Block block = new Block();
    try {
      Json.fields(parser, name -> block.take(name, parser));
    } catch (ShapeException notABlock) {
      return Optional.empty();
    }
    return block.reported
        ? Optional.of(new WorkingTime(block.operating, block.untilReset()))
        : Optional.empty();
  }

  private static final class Block {
    private boolean reported;
    private double operating;
    private double finish;
    private double resetAt;

    private void take(String name, JsonParser parser) {
      switch (name) {
        case "operating" -> {
          reported = true;
          operating = Json.number(parser);
        }
        case "operating_reset_at" -> resetAt = Json.number(parser);
        case "finish" -> finish = Json.number(parser);
        default -> {}
      }
    }

    private Duration untilReset() {
      return Duration.ofMillis((long) (Math.max(0, resetAt - finish) * 1000));
    }
  }
}
