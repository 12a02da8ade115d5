package io.dealsync.legacy;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.dealsync.bitrix.origin.OriginLookup;
import io.dealsync.bitrix.origin.OriginMatch;
import io.dealsync.db.legacy.FoundId;
import io.dealsync.db.legacy.LegacyKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for ids of another CRM under one ORIGINATOR_ID (contract 7). An id of Salesforce is looked
 * for with and without its suffix, one of Zoho with and without its exports' prefix, because
 * loaders bring either.
 */
final class OriginSearch {

  private static final int SHOWN = 5;
  private static final String ZOHO_PREFIX = "zcrm_";

  /** Its API says 3652397000000649001, its exports zcrm_3652397000000649001. */
  private static final Pattern ZOHO =
      Pattern.compile("(%s)(\\d+)|\\d{16,19}".formatted(ZOHO_PREFIX));

  private final OriginLookup portal;
  private final String originator;

  OriginSearch(OriginLookup portal, String originator) {
    this.portal = portal;
    this.originator = originator;
  }

  /** What was found for each id. */
  List<FoundId> search(LegacyKind kind, List<String> legacyIds) {
    Map<String, List<Long>> found = ask(kind, legacyIds);
    Map<String, String> others = new TreeMap<>();
    for (String id : legacyIds) {
      if (!found.containsKey(id)) {
        otherForm(id).ifPresent(other -> others.put(id, other));
      }
    }
    Map<String, List<Long>> foundOthers = others.isEmpty() ? Map.of() : ask(kind, others.values());
    List<FoundId> results = new ArrayList<>();
    for (String id : legacyIds) {
      List<Long> ids =
          found.getOrDefault(id, foundOthers.getOrDefault(others.getOrDefault(id, id), List.of()));
      results.add(result(kind, id, ids));
    }
    return results;
  }

  /** The other form in which loaders bring an id. */
  private static Optional<String> otherForm(String id) {
    if (SalesforceId.isFull(id)) {
      return Optional.of(SalesforceId.brief(id));
    }
    Matcher zoho = ZOHO.matcher(id);
    return zoho.matches()
        ? Optional.of(zoho.group(1) == null ? ZOHO_PREFIX + id : zoho.group(2))
        : Optional.empty();
  }

  private Map<String, List<Long>> ask(LegacyKind kind, Collection<String> origins) {
    List<OriginMatch> matches =
        switch (kind) {
          case DEAL -> portal.deals(originator, origins);
          case CONTACT -> portal.contacts(originator, origins);
        };
    return matches.stream()
        .collect(groupingBy(OriginMatch::origin, mapping(OriginMatch::id, toList())));
  }

  private FoundId result(LegacyKind kind, String legacyId, List<Long> ids) {
    List<Long> distinct = ids.stream().distinct().sorted().toList();
    return switch (distinct.size()) {
      case 0 ->
          FoundId.problem(
              legacyId,
              "not found: no %s with ORIGINATOR_ID %s has this ORIGIN_ID"
                  .formatted(kind.word(), originator));
      case 1 -> FoundId.of(legacyId, distinct.get(0));
      default ->
          FoundId.problem(
              legacyId,
              "ambiguous: %d %ss have this ORIGIN_ID: %s"
                  .formatted(distinct.size(), kind.word(), listed(distinct)));
    };
  }

  private static String listed(List<Long> ids) {
    String first = ids.stream().limit(SHOWN).map(String::valueOf).collect(joining(", "));
    return ids.size() > SHOWN ? first + ", …" : first;
  }
}
