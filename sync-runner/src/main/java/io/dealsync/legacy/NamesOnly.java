package io.dealsync.legacy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Recognises lists that have names of deals and contacts and no ids, as most CRMs export them
 * unless they are asked for more, and says where the ids are.
 */
final class NamesOnly {

  private static final Pattern CONTACT =
      Pattern.compile(
          "contact|contato|kontakt|ansprech|person|customer|kunde|client|контакт|клиент|"
              + "имя|name|full name");
  private static final Pattern DEAL =
      Pattern.compile(
          "deal|opportunit|lead|topic|pipeline|stage|neg[oó]cio|trato|verkaufschance|chance|"
              + "сделк|этап|воронк");

  private static final Pattern SEPARATED = Pattern.compile("[,;\\t|]");

  private static final String BY_NAME =
      "; or look them up by name: --map deal=COLUMN,contact=COLUMN --contacts TABLE";

  /** A CRM's list by some of its columns, and where its ids are. */
  private record Known(List<String> columns, String advice) {}

  private static final List<Known> KNOWN =
      List.of(
          new Known(
              List.of("(do not modify)"),
              "This list of Dynamics has no ids of contacts: save what its Web API gives"
                  + " (/api/data/v9.2/opportunities?$select=opportunityid,_parentcontactid_value)"
                  + " as JSON"),
          new Known(
              List.of("record id", "deal"),
              "This list of HubSpot has no ids of contacts: export it again with \"Include all"
                  + " associated records\", which adds Associated Contact IDs"),
          new Known(
              List.of("opportunity name"),
              "This report of Salesforce has names and no ids: add the columns Opportunity ID and"
                  + " Contact ID to it"),
          new Known(
              List.of("lead title"),
              "This list of Kommo has names of contacts and no ids: save what its API gives"
                  + " (/api/v4/leads?with=contacts) as JSON"),
          new Known(
              List.of("название сделки"),
              "This list of amoCRM has names of contacts and no ids: save what its API gives"
                  + " (/api/v4/leads?with=contacts) as JSON"));

  private NamesOnly() {}

  /** What to do about a list of names; empty when it is something else. */
  static Optional<String> advice(Header header) {
    if (header.size() == 1 && SEPARATED.matcher(header.toString()).find()) {
      return Optional.of(
          "Each line of this file is one text in quotes (%s), so that it has one column: export it as CSV again, or take the quotes around the lines away."
              .formatted(header));
    }
    List<String> names = header.names().stream().map(n -> n.toLowerCase(Locale.ROOT)).toList();
    for (Known known : KNOWN) {
      if (known.columns().stream().allMatch(part -> contains(names, part))) {
        return Optional.of(said(known.advice(), header));
      }
    }
    boolean both =
        names.stream().anyMatch(name -> CONTACT.matcher(name).find())
            && names.stream().anyMatch(name -> DEAL.matcher(name).find());
    return both && names.size() > 1
        ? Optional.of(
            said(
                "These columns name deals and contacts, and none is known to have their ids:"
                    + " export it with them (docs/migration.md says how for each CRM), or say which"
                    + " columns have them: --map deal=COLUMN,contact=COLUMN",
                header))
        : Optional.empty();
  }

  private static boolean contains(List<String> names, String part) {
    return names.stream().anyMatch(name -> name.contains(part));
  }

  private static String said(String advice, Header header) {
    return "%s%s. The header has: %s."
        .formatted(
            advice,
            advice.contains("--map") ? "; names are looked up with --contacts TABLE" : BY_NAME,
            header);
  }
}
