package io.dealsync.serve;

import java.time.Instant;
import java.util.Optional;

/** Writes measurements as Prometheus reads them: each with its meaning and its type first. */
final class MetricsText {

  private final StringBuilder text = new StringBuilder();

  /** What follows are values that go up and down. */
  MetricsText gauge(String name, String meaning) {
    return family(name, meaning, "gauge");
  }

  /** What follows are values that only grow; their names end in {@code _total}. */
  MetricsText counter(String name, String meaning) {
    return family(name, meaning, "counter");
  }

  private MetricsText family(String name, String meaning, String type) {
    text.append("# HELP ").append(name).append(' ').append(meaning).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    return this;
  }

  /** One value without labels. */
  void value(String name, double value) {
    text.append(name);
    end(value);
  }

  /**
   * One value.
   *
   * @param labels names and values by turns
   */
  void value(String name, double value, String... labels) {
    text.append(name).append('{');
    for (int i = 0; i < labels.length; i += 2) {
      text.append(i == 0 ? "" : ",").append(labels[i]).append("=\"");
      text.append(escaped(labels[i + 1])).append('"');
    }
    text.append('}');
    end(value);
  }

  /** A moment, as Prometheus has them; nothing while there was none. */
  void moment(String name, Optional<Instant> moment, String... labels) {
    moment.ifPresent(at -> value(name, at.toEpochMilli() / 1000.0, labels));
  }

  private void end(double value) {
    text.append(' ');
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      text.append((long) value);
    } else {
      text.append(value);
    }
    text.append('\n');
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
