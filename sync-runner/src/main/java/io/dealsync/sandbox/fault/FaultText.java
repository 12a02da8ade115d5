package io.dealsync.sandbox.fault;

import io.dealsync.sandbox.crm.LinkRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The text form of fault rules, for example {@code drop-after:method=batch,p=0.05}.
 *
 * <p>Kinds: {@code drop-before}, {@code drop-after}, {@code html} (status, executed), {@code
 * truncate}, {@code stall} (for), {@code slow} (for), {@code cut-batch} (commands, end=close, html
 * or hang, for), {@code cut-set} (end, for), {@code command-limit}, {@code rate-limit}, {@code
 * operation-limit}, {@code overload}, {@code plan-expired}, {@code secret-revoked}, {@code
 * expired-token}, {@code user-blocked}, {@code portal-deleted}, {@code internal-error}, {@code
 * foreign-edit} (deal, rows=55/10/Y+54/20/N), {@code deal-vanishes} (deal), {@code
 * contact-vanishes} (contact).
 *
 * <p>Keys of every kind: {@code method}, {@code p}, {@code after}, {@code times}, {@code burst},
 * {@code inside}. Times are seconds.
 */
final class FaultText {

  private static final double DEFAULT_SECONDS = 60;

  private FaultText() {}

  static FaultRule parse(String text) {
    int colon = text.indexOf(':');
    String kind = (colon < 0 ? text : text.substring(0, colon)).strip();
    Arguments arguments = new Arguments(kind, colon < 0 ? "" : text.substring(colon + 1));
    Fault fault = fault(kind, arguments);
    Trigger trigger =
        new Trigger(
            arguments.text("method", ""),
            arguments.number("p", Double::parseDouble, 1.0),
            arguments.number("after", Long::parseLong, 0L),
            arguments.number("times", Long::parseLong, Long.MAX_VALUE),
            arguments.number("burst", Integer::parseInt, 1),
            arguments.flag("inside"));
    arguments.requireAllUsed();
    return new FaultRule(fault, trigger);
  }

  private static Fault fault(String kind, Arguments arguments) {
    return switch (kind) {
      case "drop-before" -> new Fault.DropBefore();
      case "drop-after" -> new Fault.DropAfter();
      case "html" ->
          new Fault.Html(
              arguments.number("status", Integer::parseInt, 502), arguments.flag("executed"));
      case "truncate" -> new Fault.Truncate();
      case "stall" -> new Fault.Stall(arguments.seconds("for"));
      case "slow" -> new Fault.Slow(arguments.seconds("for"));
      case "cut-batch" ->
          new Fault.CutBatch(
              arguments.optional("commands", Integer::parseInt).stream()
                  .mapToInt(Integer::intValue)
                  .findFirst(),
              cutEnd(arguments.text("end", "close")),
              arguments.seconds("for"));
      case "cut-set" ->
          new Fault.CutSet(cutEnd(arguments.text("end", "close")), arguments.seconds("for"));
      case "command-limit" -> new Fault.CommandLimit();
      case "foreign-edit" ->
          new Fault.ForeignEdit(
              arguments.id("deal"),
              arguments.optional("rows", rows -> LinkRow.parseAll(rows.replace('+', ' '))));
      case "deal-vanishes" -> new Fault.DealVanishes(arguments.id("deal"));
      case "contact-vanishes" -> new Fault.ContactVanishes(arguments.id("contact"));
      default ->
          Fault.Refusal.of(kind)
              .map(Fault.Refuse::new)
              .orElseThrow(
                  () -> new IllegalArgumentException("unknown kind of fault '" + kind + "'"));
    };
  }

  private static Fault.CutEnd cutEnd(String text) {
    try {
      return Fault.CutEnd.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new IllegalArgumentException("end is close, html or hang, not '" + text + "'", unknown);
    }
  }

  static String format(FaultRule rule) {
    List<String> arguments = new ArrayList<>();
    String kind = formatFault(rule.fault(), arguments);
    Trigger trigger = rule.trigger();
    add(arguments, "method", trigger.method(), "");
    add(arguments, "p", trigger.probability(), 1.0);
    add(arguments, "after", trigger.after(), 0L);
    add(arguments, "times", trigger.times(), Long.MAX_VALUE);
    add(arguments, "burst", trigger.burst(), 1);
    add(arguments, "inside", trigger.inside() ? "yes" : "no", "no");
    return arguments.isEmpty() ? kind : kind + ":" + String.join(",", arguments);
  }

  private static String formatFault(Fault fault, List<String> arguments) {
    return switch (fault) {
      case Fault.DropBefore() -> "drop-before";
      case Fault.DropAfter() -> "drop-after";
      case Fault.Html(int status, boolean executed) -> {
        add(arguments, "status", status, 502);
        add(arguments, "executed", executed ? "yes" : "no", "no");
        yield "html";
      }
      case Fault.Truncate() -> "truncate";
      case Fault.Stall(Duration time) -> {
        addSeconds(arguments, time);
        yield "stall";
      }
      case Fault.Slow(Duration time) -> {
        addSeconds(arguments, time);
        yield "slow";
      }
      case Fault.CutBatch(OptionalInt commands, Fault.CutEnd end, Duration hang) -> {
        commands.ifPresent(count -> arguments.add("commands=" + count));
        add(arguments, "end", end.name().toLowerCase(Locale.ROOT), "close");
        addSeconds(arguments, hang);
        yield "cut-batch";
      }
      case Fault.CutSet(Fault.CutEnd end, Duration hang) -> {
        add(arguments, "end", end.name().toLowerCase(Locale.ROOT), "close");
        addSeconds(arguments, hang);
        yield "cut-set";
      }
      case Fault.CommandLimit() -> "command-limit";
      case Fault.Refuse(Fault.Refusal refusal) -> refusal.flag();
      case Fault.ForeignEdit(OptionalLong deal, Optional<List<LinkRow>> rows) -> {
        deal.ifPresent(id -> arguments.add("deal=" + id));
        rows.ifPresent(list -> arguments.add("rows=" + LinkRow.format(list).replace(' ', '+')));
        yield "foreign-edit";
      }
      case Fault.DealVanishes(OptionalLong deal) -> {
        deal.ifPresent(id -> arguments.add("deal=" + id));
        yield "deal-vanishes";
      }
      case Fault.ContactVanishes(OptionalLong contact) -> {
        contact.ifPresent(id -> arguments.add("contact=" + id));
        yield "contact-vanishes";
      }
    };
  }

  private static void addSeconds(List<String> arguments, Duration time) {
    add(arguments, "for", time.toMillis() / 1000.0, DEFAULT_SECONDS);
  }

  private static void add(List<String> arguments, String key, Object value, Object standard) {
    if (!value.equals(standard)) {
      arguments.add(key + "=" + value);
    }
  }

  /** The {@code key=value} pairs of one rule; each must be asked for. */
  private static final class Arguments {
    private final String kind;
    private final Map<String, String> values = new LinkedHashMap<>();

    Arguments(String kind, String text) {
      this.kind = kind;
      for (String pair : text.split(",")) {
        if (pair.isBlank()) {
          continue;
        }
        int equals = pair.indexOf('=');
        if (equals < 0) {
          throw new IllegalArgumentException("not key=value in fault '" + kind + "': " + pair);
        }
        values.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
      }
    }

    String text(String key, String standard) {
      @Nullable String value = values.remove(key);
      return value == null ? standard : value;
    }

    <T> Optional<T> optional(String key, Function<String, T> reader) {
      String value = values.remove(key);
      if (value == null) {
        return Optional.empty();
      }
      try {
        return Optional.of(reader.apply(value));
      } catch (NumberFormatException notANumber) {
        throw new IllegalArgumentException(
            "'%s' of fault '%s' is not a number: %s".formatted(key, kind, value), notANumber);
      }
    }

    <T> T number(String key, Function<String, T> reader, T standard) {
      return optional(key, reader).orElse(standard);
    }

    OptionalLong id(String key) {
      return optional(key, Long::parseLong).stream().mapToLong(Long::longValue).findFirst();
    }

    Duration seconds(String key) {
      double seconds = number(key, Double::parseDouble, DEFAULT_SECONDS);
      return Duration.ofMillis(Math.round(seconds * 1000));
    }

    boolean flag(String key) {
      String value = text(key, "no");
      return switch (value) {
        case "yes", "true", "1" -> true;
        case "no", "false", "0" -> false;
        default ->
            throw new IllegalArgumentException(
                "'%s' of fault '%s' is yes or no, not %s".formatted(key, kind, value));
      };
    }

    void requireAllUsed() {
      if (!values.isEmpty()) {
        throw new IllegalArgumentException(
            "fault '%s' does not know %s".formatted(kind, String.join(", ", values.keySet())));
      }
    }
  }
}
