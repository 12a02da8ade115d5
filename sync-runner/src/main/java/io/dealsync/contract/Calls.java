package io.dealsync.contract;

import io.dealsync.bitrix.pace.Priority;
import io.dealsync.bitrix.rest.Call;
import io.dealsync.bitrix.rest.Caller;
import io.dealsync.bitrix.rest.Reply;
import io.dealsync.bitrix.rest.RestClient;
import io.dealsync.bitrix.wire.ResultReader;
import io.dealsync.link.Link;
import io.dealsync.portal.PortalFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Single calls with parameters given as JSON text, in which {@code '} stands for {@code "}. */
final class Calls {

  static final String LINKS = "crm.deal.contact.";
  static final String LIST = "crm.item.list";

  /** Something follows every result: the rest of its envelope. */
  private static final ObjectReader TREES =
      JsonMapper.shared().reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final ResultReader<JsonNode> TREE = TREES::readTree;

  private final RestClient rest;
  private final Caller caller = new Caller(Priority.BULK);

  Calls(RestClient rest) {
    this.rest = rest;
  }

  /** A call that changes nothing. */
  Reply<JsonNode> ask(String method, String parameters) {
    return rest.call(Call.reading(method, json -> properties(parameters, json), TREE), caller);
  }

  /** A call that may change something. */
  Reply<JsonNode> tell(String method, String parameters) {
    return rest.call(Call.writing(method, json -> properties(parameters, json), TREE), caller);
  }

  private static void properties(String parameters, JsonGenerator json) {
    for (var property : JsonMapper.shared().readTree(quoted(parameters)).properties()) {
      json.writeName(property.getKey());
      json.writeRawValue(property.getValue().toString());
    }
  }

  static String quoted(String text) {
    return text.replace('\'', '"');
  }

  /** A deal's rows as they come, order included. */
  List<JsonNode> rows(long deal) {
    return elements(result(ask(LINKS + "items.get", "{'id':%d}".formatted(deal))));
  }

  /** A deal's links in the order in which they come. */
  List<Link> links(long deal) {
    List<Link> links = new ArrayList<>();
    for (JsonNode row : rows(deal)) {
      links.add(
          new Link(
              row.path("CONTACT_ID").asLong(),
              row.path("SORT").asInt(),
              row.path("IS_PRIMARY").asString().equals("Y")));
    }
    return links;
  }

  /** The first page of deals that a filter lets through, ordered by id. */
  List<JsonNode> deals(String filter) {
    return items(
        ask(
            LIST,
            "{'entityTypeId':2,'select':['id','contactId','contactIds','updatedTime'],"
                + "'filter':%s,'order':{'id':'ASC'},'start':-1}".formatted(filter)));
  }

  /** Those of the contacts that exist. */
  List<Long> contacts(List<Long> ids) {
    String filter = "{'@id':[%s],'>id':0}".formatted(joined(ids));
    return items(
            ask(
                LIST,
                "{'entityTypeId':3,'select':['id'],'filter':%s,'order':{'id':'ASC'},'start':-1}"
                    .formatted(filter)))
        .stream()
        .map(item -> item.path("id").asLong())
        .toList();
  }

  /** A contact or deal id beyond all that exist. */
  long unusedId(int entityType) {
    List<JsonNode> highest =
        items(
            ask(
                LIST,
                "{'entityTypeId':%d,'select':['id'],'filter':{'>id':0,'<=id':%d},'order':{'id':'DESC'},'start':-1}"
                    .formatted(entityType, Integer.MAX_VALUE)));
    return highest.isEmpty() ? 1_000_000 : highest.get(0).path("id").asLong() + 1_000_000;
  }

  static String joined(List<Long> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  static List<JsonNode> items(Reply<JsonNode> reply) {
    return elements(result(reply).path("items"));
  }

  static List<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).toList();
  }

  /**
   * The result of a call that is expected to have one.
   *
   * @throws UnexpectedReply when there is none
   */
  static JsonNode result(Reply<JsonNode> reply) {
    return switch (reply) {
      case Reply.Result<JsonNode> result -> result.value();
      case Reply.Refused<JsonNode> refused ->
          throw new UnexpectedReply("refused: " + refused.error());
      case Reply.Unknown<JsonNode> unknown ->
          throw new PortalFailure(
              PortalFailure.Kind.UNREACHABLE, "The portal gave no clear answer: " + unknown.why());
      case Reply.Overdue<JsonNode> ignored ->
          throw new PortalFailure(
              PortalFailure.Kind.UNREACHABLE, "The call could not be sent in time.");
    };
  }

  /** A call was refused that should not be. */
  static final class UnexpectedReply extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnexpectedReply(String message) {
      super(message);
    }
  }
}
