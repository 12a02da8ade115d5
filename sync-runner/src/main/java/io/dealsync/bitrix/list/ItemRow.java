package io.dealsync.bitrix.list;

import io.dealsync.bitrix.wire.Json;
import io.dealsync.bitrix.wire.ResultReader;
import io.dealsync.bitrix.wire.ShapeException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A row of a list, with what was selected of it.
 *
 * @param id the deal's or contact's id
 * @param recurring whether it is a template for recurring deals
 * @param contact the primary contact; 0 for none
 * @param contacts the linked contacts in SORT order
 * @param originator the system it came from
 * @param origin its id there
 */
public record ItemRow(
    long id,
    boolean recurring,
    long contact,
    List<Long> contacts,
    String originator,
    String origin) {

  /** Reads the rows of {@code crm.item.list}. */
  public static final ResultReader<List<ItemRow>> ITEMS = ItemRow::items;

  /** Reads the rows of the older lists, whose values are strings (contract 7). */
  public static final ResultReader<List<ItemRow>> LEGACY = ItemRow::rows;

  private static List<ItemRow> items(JsonParser parser) {
    List<ItemRow> rows = new ArrayList<>();
    Json.fields(
        parser,
        name -> {
          if (name.equals("items")) {
            rows.addAll(rows(parser));
          }
        });
    return rows;
  }

  private static List<ItemRow> rows(JsonParser parser) {
    List<ItemRow> rows = new ArrayList<>();
    Json.elements(
        parser,
        () -> {
          Fields fields = new Fields();
          Json.fields(parser, name -> fields.take(name, parser));
          rows.add(fields.row());
        });
    return rows;
  }

  private static final class Fields {
    private long id;
    private boolean recurring;
    private long contact;
    private final List<Long> contacts = new ArrayList<>();
    private String originator = "";
    private String origin = "";

    private void take(String name, JsonParser parser) {
      switch (name) {
        case "id", "ID" -> id = Json.wholeNumber(parser);
        case "isRecurring", "IS_RECURRING" -> recurring = isYes(parser);
        case "contactId", "CONTACT_ID" -> contact = optionalId(parser);
        case "contactIds" -> contacts(parser);
        case "originatorId", "ORIGINATOR_ID" -> originator = Json.text(parser);
        case "originId", "ORIGIN_ID" -> origin = Json.text(parser);
        default -> {}
      }
    }

    private static boolean isYes(JsonParser parser) {
      return parser.currentToken() == JsonToken.VALUE_TRUE
          || Json.text(parser).equalsIgnoreCase("Y");
    }

    private static long optionalId(JsonParser parser) {
      return parser.currentToken() == JsonToken.VALUE_FALSE ? 0 : Json.wholeNumber(parser);
    }

    private void contacts(JsonParser parser) {
      if (parser.currentToken().isScalarValue()) {
        return;
      }
      Json.elements(parser, () -> contacts.add(Json.wholeNumber(parser)));
    }

    private ItemRow row() {
      if (id <= 0) {
        throw new ShapeException("a row without an id");
      }
      return new ItemRow(id, recurring, contact, List.copyOf(contacts), originator, origin);
    }
  }
}
