package io.dealsync.contract;

import static io.dealsync.contract.Calls.LINKS;

import io.dealsync.bitrix.pace.Time;
import io.dealsync.bitrix.rest.Reply;
import io.dealsync.bitrix.wire.PortalError;
import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.run.StopSignal;
import io.dealsync.sandbox.rest.Quirk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** The questions that the contract leaves open (contract 12), put to one portal. */
final class Uncertainties {

  private static final int PAGE = 50;

  private final Calls calls;
  private final DealPreparer bench;
  private final WireNotes notes;
  private final Time time;
  private final long deal;
  private final long low;
  private final long high;

  /**
   * @param deal may be changed
   * @param contacts at least two
   */
  Uncertainties(
      Calls calls, DealPreparer bench, WireNotes notes, Time time, long deal, List<Long> contacts) {
    this.calls = calls;
    this.bench = bench;
    this.notes = notes;
    this.time = time;
    this.deal = deal;
    this.low = Math.min(contacts.get(0), contacts.get(1));
    this.high = Math.max(contacts.get(0), contacts.get(1));
  }

  void explore(List<Finding> findings, StopSignal stop, Runnable progress) {
    List<Supplier<List<Finding>>> questions =
        List.of(
            this::missingDeal,
            this::ordinaryError,
            this::updatedTime,
            this::contactRights,
            this::dealWithoutContacts,
            this::equalSort,
            this::roleId,
            this::rowLimit,
            this::batch,
            this::operating,
            Uncertainties::notProvoked);
    for (Supplier<List<Finding>> question : questions) {
      if (!stop.requested()) {
        findings.addAll(question.get());
        progress.run();
      }
    }
  }

  /** Asks one question; a portal that refuses leaves it open. */
  private static Finding asked(String subject, Supplier<Finding> question) {
    try {
      return question.get();
    } catch (Calls.UnexpectedReply refused) {
      return Finding.open(subject, String.valueOf(refused.getMessage()));
    }
  }

  // A deal that does not exist.

  private List<Finding> missingDeal() {
    Optional<Long> unused = unusedId(2);
    if (unused.isEmpty()) {
      return List.of(Finding.open("missing deal", "crm.item.list shows no deal ids"));
    }
    long missing = unused.get();
    Reply<JsonNode> get = calls.ask(LINKS + "items.get", "{'id':%d}".formatted(missing));
    Reply<JsonNode> clear = calls.tell(LINKS + "items.delete", "{'id':%d}".formatted(missing));
    Reply<JsonNode> set =
        calls.tell(LINKS + "items.set", "{'id':%d,'items':[]}".formatted(missing));
    List<Finding> findings = new ArrayList<>();
    findings.add(missing("items.get", get, false, Quirk.STRICT_MISSING_DEAL));
    findings.add(missing("items.delete", clear, false, Quirk.STRICT_MISSING_DEAL));
    findings.add(missing("items.set", set, true, Quirk.SET_ACCEPTS_MISSING_DEAL));
    List.of(get, clear, set).stream()
        .flatMap(reply -> error(reply).stream())
        .findFirst()
        .ifPresent(error -> findings.add(language(error)));
    return findings;
  }

  private static Finding missing(
      String method, Reply<JsonNode> reply, boolean usuallyRefused, Quirk otherwise) {
    String subject = "missing deal in " + method;
    String words = error(reply).map(Uncertainties::words).orElseGet(() -> text(reply));
    return error(reply).isPresent() == usuallyRefused
        ? Finding.resolved(subject, words)
        : Finding.resolved(subject, words, otherwise);
  }

  private static Finding language(PortalError error) {
    boolean english = error.text().toLowerCase(Locale.ROOT).startsWith("not found");
    String subject = "language of error texts";
    return english
        ? Finding.resolved(subject, "English: " + error.text())
        : Finding.resolved(subject, "another: " + error.text(), Quirk.LOCALISED_TEXTS);
  }

  // How an error looks.

  private List<Finding> ordinaryError() {
    String subject = "status and code of an ordinary error";
    Optional<PortalError> error =
        error(calls.tell(LINKS + "add", "{'id':%d,'fields':{}}".formatted(deal)));
    return List.of(
        error
            .map(
                refusal ->
                    switch (refusal.status()) {
                      case 200 ->
                          Finding.resolved(subject, words(refusal), Quirk.ERRORS_WITH_STATUS_200);
                      case 401 ->
                          Finding.resolved(subject, words(refusal), Quirk.ERRORS_WITH_STATUS_401);
                      default -> Finding.resolved(subject, words(refusal));
                    })
            .orElseGet(() -> Finding.open(subject, "an add without contact was not refused")));
  }

  // What a change of links entails.

  private List<Finding> updatedTime() {
    String subject = "updatedTime after a link write";
    return List.of(
        asked(
            subject,
            () -> {
              arrange(new Link(low, 10, true));
              String before = item().path("updatedTime").asString();
              pauseOverASecond();
              arrange(new Link(high, 10, true));
              String after = item().path("updatedTime").asString();
              return before.equals(after)
                  ? Finding.resolved(subject, "unchanged: " + after)
                  : Finding.resolved(
                      subject,
                      "from %s to %s".formatted(before, after),
                      Quirk.LINK_WRITES_BUMP_UPDATED_TIME);
            }));
  }

  private List<Finding> contactRights() {
    String subject = "existence of and rights on a contact being linked";
    Optional<Long> unused = unusedId(3);
    if (unused.isEmpty()) {
      return List.of(Finding.open(subject, "crm.item.list shows no contact ids"));
    }
    Reply<JsonNode> reply =
        calls.tell(
            LINKS + "add", "{'id':%d,'fields':{'CONTACT_ID':%d}}".formatted(deal, unused.get()));
    return List.of(
        error(reply)
            .map(error -> Finding.resolved(subject, words(error), Quirk.CONTACT_RIGHTS_CHECKED))
            .orElseGet(() -> Finding.resolved(subject, "not checked")));
  }

  // How a deal is shown.

  private List<Finding> dealWithoutContacts() {
    String subject = "contactId of a deal without contacts";
    return List.of(
        asked(
            subject,
            () -> {
              arrange();
              JsonNode contact = item().path("contactId");
              if (contact.isMissingNode()) {
                return Finding.resolved(subject, "missing", Quirk.NO_CONTACT_IS_MISSING);
              }
              return contact.isNull()
                  ? Finding.resolved(subject, "null", Quirk.NO_CONTACT_IS_NULL)
                  : Finding.resolved(subject, contact.toString());
            }));
  }

  private List<Finding> equalSort() {
    String subject = "order among equal SORT";
    return List.of(
        asked(
            subject,
            () -> {
              arrange(new Link(high, 10, true), new Link(low, 10, false));
              List<Link> rows = calls.links(deal);
              return rows.get(0).contact() == low
                  ? Finding.resolved(subject, "the lower contact first")
                  : Finding.resolved(subject, "the higher contact first", Quirk.TIES_REVERSED);
            }));
  }

  private List<Finding> roleId() {
    String subject = "ROLE_ID in items.get";
    return List.of(
        asked(
            subject,
            () -> {
              arrange(new Link(low, 10, true));
              JsonNode role = calls.rows(deal).get(0).path("ROLE_ID");
              return Finding.resolved(subject, role.isMissingNode() ? "missing" : role.toString());
            }));
  }

  /** The page is cut when it ends early although more follows (contract 6). */
  private List<Finding> rowLimit() {
    String subject = "row limit of crm.item.list";
    return List.of(
        asked(
            subject,
            () -> {
              Optional<Boolean> single = cut("{'>id':0}");
              Optional<Boolean> twofold = cut("{'>id':0,'<=id':%d}".formatted(Integer.MAX_VALUE));
              if (twofold.equals(Optional.of(true))) {
                return Finding.resolved(
                    subject, "links are counted, always", Quirk.ROW_LIMIT_HAZARD_ALWAYS);
              }
              return single
                  .map(
                      cut ->
                          cut
                              ? Finding.resolved(
                                  subject,
                                  "links are counted when the filter is one condition on the id",
                                  Quirk.ROW_LIMIT_HAZARD)
                              : Finding.resolved(subject, "deals are counted"))
                  .orElseGet(() -> Finding.open(subject, "the first deals have too few contacts"));
            }));
  }

  private Optional<Boolean> cut(String filter) {
    List<JsonNode> page = calls.deals(filter);
    int links = page.stream().mapToInt(item -> Math.max(1, item.path("contactIds").size())).sum();
    if (links > PAGE) {
      return Optional.of(false);
    }
    if (links < PAGE || page.size() == PAGE) {
      return Optional.empty();
    }
    JsonNode last = page.get(page.size() - 1);
    long id = last.path("id").asLong();
    boolean more = !calls.deals("{'>id':%d,'<=id':%d}".formatted(id, Integer.MAX_VALUE)).isEmpty();
    return more || calls.links(id).size() > last.path("contactIds").size()
        ? Optional.of(true)
        : Optional.empty();
  }

  // Batches.

  private List<Finding> batch() {
    StringBuilder commands =
        new StringBuilder("'bad':'crm.deal.contact.add?id=%d'".formatted(deal));
    for (int i = 1; i <= PAGE; i++) {
      commands.append(",'k%d':'crm.deal.contact.fields'".formatted(i));
    }
    Reply<JsonNode> overfull = batch(commands.toString());
    String subject = "a batch of 51 commands";
    if (overfull instanceof Reply.Refused<JsonNode> refused) {
      return List.of(
          Finding.resolved(subject, words(refused.error()), Quirk.BATCH_OVERFLOW_REFUSED),
          errorForm(batch("'bad':'crm.deal.contact.add?id=%d'".formatted(deal))));
    }
    boolean last = Calls.result(overfull).path("result_error").path("k" + PAGE).isMissingNode();
    return List.of(
        last
            ? Finding.open(subject, "the 51st was carried out")
            : Finding.resolved(subject, "the 51st fails by itself"),
        errorForm(overfull));
  }

  private Reply<JsonNode> batch(String commands) {
    return calls.ask("batch", "{'halt':0,'cmd':{%s}}".formatted(commands));
  }

  private static Finding errorForm(Reply<JsonNode> reply) {
    String subject = "form of an error in a batch";
    return asked(
        subject,
        () -> {
          JsonNode error = Calls.result(reply).path("result_error").path("bad");
          return error.isString()
              ? Finding.resolved(subject, "text", Quirk.BATCH_ERRORS_AS_STRINGS)
              : Finding.resolved(subject, error.isObject() ? "object" : error.toString());
        });
  }

  private List<Finding> operating() {
    String subject = "operating time in answers";
    return List.of(
        notes.workingTimeTold()
            ? Finding.resolved(subject, "told")
            : Finding.resolved(subject, "not told", Quirk.SELF_HOSTED));
  }

  private static List<Finding> notProvoked() {
    String why = "not provoked: it would disturb the portal";
    return List.of(
        Finding.open("Retry-After", why),
        Finding.open("limit of operating time, billing of batches, ban", why),
        Finding.open("QUERY_LIMIT_EXCEEDED inside a batch", why),
        Finding.open("max_input_vars", "not asked: large sets are sent as JSON"));
  }

  // Tools.

  private Optional<Long> unusedId(int entityType) {
    try {
      return Optional.of(calls.unusedId(entityType));
    } catch (Calls.UnexpectedReply listForbidden) {
      return Optional.empty();
    }
  }

  private void arrange(Link... rows) {
    LinkImage wanted = LinkImage.of(rows);
    if (!bench.arrange(deal, wanted).equals(wanted)) {
      throw new Calls.UnexpectedReply("the portal does not let a deal have " + wanted);
    }
  }

  private JsonNode item() {
    List<JsonNode> items = calls.deals("{'@id':[%d],'>id':0}".formatted(deal));
    if (items.isEmpty()) {
      throw new Calls.UnexpectedReply("crm.item.list does not show the deal");
    }
    return items.get(0);
  }

  /** Times of deals are whole seconds. */
  private void pauseOverASecond() {
    try {
      time.sleep(Duration.ofMillis(1100));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<PortalError> error(Reply<JsonNode> reply) {
    return reply instanceof Reply.Refused<JsonNode> refused
        ? Optional.of(refused.error())
        : Optional.empty();
  }

  private static String text(Reply<JsonNode> reply) {
    return Calls.result(reply).toString();
  }

  private static String words(PortalError error) {
    return "%d '%s' %s".formatted(error.status(), error.code(), error.text()).strip();
  }
}
