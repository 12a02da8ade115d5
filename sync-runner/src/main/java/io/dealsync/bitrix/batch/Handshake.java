package io.dealsync.bitrix.batch;

import io.dealsync.bitrix.rest.RestClient;
import io.dealsync.bitrix.wire.Command;
import io.dealsync.bitrix.wire.CommandOutcome;
import io.dealsync.bitrix.wire.ErrorAction;
import io.dealsync.bitrix.wire.Json;
import io.dealsync.bitrix.wire.PortalError;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.PortalFailure.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.core.JsonParser;

/**
 * Asks for the link's field list and compares it with the contract (contract 1.2). Once a
 * connection is enough: what a portal grants does not change while we talk to it.
 */
public final class Handshake {

  private static final String METHOD = "crm.deal.contact.fields";

  private static final int LONGEST_TYPE = 40;

  private static final Map<String, String> EXPECTED =
      new TreeMap<>(Map.of("CONTACT_ID", "integer", "SORT", "integer", "IS_PRIMARY", "char"));

  private static final Command<Map<String, String>> FIELDS =
      new Command<>("fields", METHOD, "", Handshake::types);

  private final RestClient rest;
  private final AtomicBoolean passed = new AtomicBoolean();

  public Handshake(RestClient rest) {
    this.rest = rest;
  }

  /** What is to be sent; empty once the portal has passed. */
  public Optional<CommandGroup> due() {
    return passed.get() ? Optional.empty() : Optional.of(new CommandGroup(List.of(FIELDS)));
  }

  /**
   * Judges the answer.
   *
   * @throws PortalFailure with a sentence on what is wrong
   */
  public void judge(CommandGroup sent) {
    switch (sent.outcome(FIELDS).orElseGet(CommandOutcome.NotExecuted::new)) {
      case CommandOutcome.Answered<Map<String, String>> answered -> {
        compare(answered.value());
        passed.set(true);
      }
      case CommandOutcome.Refused<Map<String, String>> refused -> throw refused(refused.error());
      case CommandOutcome.NotExecuted<Map<String, String>> ignored ->
          throw unanswered("it was not carried out");
      case CommandOutcome.Unclear<Map<String, String>> unclear -> throw unanswered(unclear.why());
    }
  }

  private PortalFailure unanswered(String why) {
    return rest.failure(
        Kind.UNREACHABLE,
        "%s gave no usable answer to %s: %s. Run again.".formatted(rest.portal(), METHOD, why));
  }

  private static Map<String, String> types(JsonParser parser) {
    Map<String, String> types = new HashMap<>();
    Json.fields(
        parser,
        field ->
            Json.fields(
                parser,
                attribute -> {
                  if (attribute.equals("type")) {
                    types.put(field, Json.text(parser));
                  }
                }));
    return types;
  }

  private void compare(Map<String, String> types) {
    EXPECTED.forEach(
        (field, type) -> {
          String actual = types.getOrDefault(field, "missing");
          if (!actual.equals(type)) {
            throw rest.failure(
                Kind.CONFIGURATION,
                ("%s is not as this version of dealsync knows it: the link field %s is %s, not %s."
                        + " Nothing was changed.")
                    .formatted(rest.portal(), field, rest.quoted(actual, LONGEST_TYPE), type));
          }
        });
  }

  /** The only documented refusal is for users without any access to CRM (contract 1.1). */
  private PortalFailure refused(PortalError error) {
    return rest.failure(
        new ErrorAction.StopRun(
            Kind.CONFIGURATION,
            "On %s the user behind the webhook or application has no access to deals. Give them"
                + " rights in CRM, or use another user's."),
        error);
  }
}
