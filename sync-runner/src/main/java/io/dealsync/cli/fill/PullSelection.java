package io.dealsync.cli.fill;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.UserException;
import io.dealsync.portal.DealCondition;
import io.dealsync.pull.PullScope;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which deals to pull. */
final class PullSelection {

  /** An operator of the portal's lists (contract 7), a field's name, and what follows. */
  private static final Pattern CONDITION =
      Pattern.compile(
          "(!@|!=|!%|>=|<=|=%|%=|[=!><@%]?)([A-Za-z][A-Za-z0-9_]*)=(.*)", Pattern.DOTALL);

  @Option(names = "--deal", paramLabel = "ID", description = "Only this deal. Repeatable.")
  private List<Long> deals = new ArrayList<>();

  @Option(
      names = "--deals-from",
      paramLabel = "FILE",
      description = "Only the deals whose ids are in this file, one a line.")
  private @Nullable Path file;

  @Option(
      names = "--filter",
      paramLabel = "FIELD=VALUE",
      description =
          "Only deals that meet this condition, in the words of crm.item.list: categoryId=3,"
              + " '>=createdTime=2026-01-01', @stageId=NEW,WON. Repeatable; all of them must hold.")
  private List<String> filters = new ArrayList<>();

  PullScope scope() {
    boolean named = !deals.isEmpty() || file != null;
    if (named && !filters.isEmpty()) {
      throw usage("Name the deals or filter them, not both.");
    }
    if (named) {
      return new PullScope.Named(named());
    }
    return filters.isEmpty()
        ? new PullScope.All()
        : new PullScope.Matching(filters.stream().map(PullSelection::condition).toList());
  }

  private List<Long> named() {
    List<Long> ids = new ArrayList<>(deals);
    for (long deal : deals) {
      if (deal <= 0) {
        throw usage("--deal: a deal's id is positive, not %d.".formatted(deal));
      }
    }
    if (file != null) {
      readInto(ids, file);
    }
    return ids;
  }

  private static void readInto(List<Long> ids, Path file) {
    int before = ids.size();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        String text = (number == 1 ? line.replace("\uFEFF", "") : line).strip();
        if (!text.isEmpty()) {
          ids.add(id(text, file, number));
        }
      }
    } catch (CharacterCodingException e) {
      throw usage("%s is not a text file in UTF-8.".formatted(file));
    } catch (IOException e) {
      throw usage("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
    if (ids.size() == before) {
      throw usage("%s has no deal ids.".formatted(file));
    }
  }

  private static long id(String text, Path file, int line) {
    String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
    try {
      long id = Long.parseLong(text);
      if (id > 0) {
        return id;
      }
    } catch (NumberFormatException e) {
      throw usage("%s, line %d: '%s' is not a deal's id.".formatted(file, line, shown));
    }
    throw usage("%s, line %d: a deal's id is positive, not %s.".formatted(file, line, shown));
  }

  private static DealCondition condition(String text) {
    Matcher parts = CONDITION.matcher(text);
    if (!parts.matches()) {
      throw usage(
          "--filter takes FIELD=VALUE such as categoryId=3 or '>=createdTime=2026-01-01', not '%s'."
              .formatted(text));
    }
    String operator = parts.group(1);
    String field = parts.group(2);
    String value = parts.group(3);
    if (field.equalsIgnoreCase("id")) {
      throw usage("--filter: to name deals by their ids, use --deal or --deals-from.");
    }
    if (value.contains("$result[")) {
      throw usage("--filter: Bitrix24 would take '%s' for something else.".formatted(value));
    }
    return new DealCondition(
        operator + field, operator.endsWith("@") ? List.of(value.split(",", -1)) : List.of(value));
  }

  private static UserException usage(String message) {
    return new UserException(ExitCode.USAGE, message);
  }
}
