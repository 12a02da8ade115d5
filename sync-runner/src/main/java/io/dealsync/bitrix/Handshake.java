package io.dealsync.bitrix;

import io.dealsync.bitrix.rest.Call;
import io.dealsync.bitrix.rest.Caller;
import io.dealsync.bitrix.rest.Json;
import io.dealsync.bitrix.rest.Patience;
import io.dealsync.bitrix.rest.PortalError;
import io.dealsync.bitrix.rest.Reaction;
import io.dealsync.bitrix.rest.Reply;
import io.dealsync.bitrix.rest.RestClient;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.PortalFailure.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;

/** Asks for the link's field list and compares it with the contract (contract 1.2). */
final class Handshake {

  private static final Map<String, String> EXPECTED =
      new TreeMap<>(Map.of("CONTACT_ID", "integer", "SORT", "integer", "IS_PRIMARY", "char"));

  private final RestClient rest;
  private final Caller caller;

  Handshake(RestClient rest, Caller caller) {
    this.rest = rest;
    this.caller = caller;
  }

  /**
   * @throws PortalFailure with a sentence on what is wrong
   */
  void shake() {
    Call<Map<String, String>> call =
        Call.reading(LinkCommands.FIELDS, generator -> {}, Handshake::types)
            .patience(Patience.ASKING);
    switch (rest.call(call, caller)) {
      case Reply.Result<Map<String, String>> result -> compare(result.value());
      case Reply.Refused<Map<String, String>> refused -> throw refused(refused.error());
      case Reply.Unknown<Map<String, String>> unknown ->
          throw new PortalFailure(Kind.UNREACHABLE, unknown.why());
    }
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
            throw new PortalFailure(
                Kind.CONFIGURATION,
                ("%s is not as this version of dealsync knows it: the link field %s is %s, not %s."
                        + " Nothing was changed.")
                    .formatted(rest.portal(), field, actual, type));
          }
        });
  }

  /** The only documented refusal is for users without any access to CRM (contract 1.1). */
  private PortalFailure refused(PortalError error) {
    return rest.failure(
        new Reaction.StopRun(
            Kind.CONFIGURATION,
            "On %s the user behind the webhook or application has no access to deals. Give them"
                + " rights in CRM, or use another user's."),
        error);
  }
}
