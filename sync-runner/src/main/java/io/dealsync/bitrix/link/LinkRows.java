package io.dealsync.bitrix.link;

import io.dealsync.bitrix.wire.Json;
import io.dealsync.bitrix.wire.ShapeException;
import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;

/** Reads the rows of {@code crm.deal.contact.items.get}, damage included (contract 1.5). */
final class LinkRows {

  private LinkRows() {}

  static LinkImage read(JsonParser parser) {
    List<Link> rows = new ArrayList<>();
    Json.elements(parser, () -> rows.add(row(parser)));
    return new LinkImage(rows);
  }

  private static Link row(JsonParser parser) {
    Row row = new Row();
    Json.fields(parser, name -> row.take(name, parser));
    return row.link();
  }

  private static final class Row {
    private long contact;
    private long sort;
    private boolean primary;

    private void take(String name, JsonParser parser) {
      switch (name) {
        case "CONTACT_ID" -> contact = Json.wholeNumber(parser);
        case "SORT" -> sort = Json.wholeNumber(parser);
        case "IS_PRIMARY" -> primary = Json.text(parser).equalsIgnoreCase("Y");
        default -> {}
      }
    }

    private Link link() {
      if (contact <= 0) {
        throw new ShapeException("a link without a contact id");
      }
      if (sort != (int) sort) {
        throw new ShapeException("a link with SORT " + sort);
      }
      return new Link(contact, (int) sort, primary);
    }
  }
}
