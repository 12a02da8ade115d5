package io.dealsync.bitrix.link;

import io.dealsync.bitrix.rest.Call;
import io.dealsync.bitrix.wire.Command;
import io.dealsync.bitrix.wire.Json;
import io.dealsync.bitrix.wire.Query;
import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.plan.Method;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** The calls of {@code crm.deal.contact.*}, as commands of a batch and one by one (contract 1). */
public final class LinkCommands {

  public static final String ADD = "crm.deal.contact.add";
  public static final String DELETE = "crm.deal.contact.delete";
  public static final String GET = "crm.deal.contact.items.get";
  public static final String SET = "crm.deal.contact.items.set";
  public static final String CLEAR = "crm.deal.contact.items.delete";

  private LinkCommands() {}

  /** Reads a deal's rows. */
  public static Command<LinkImage> get(long deal) {
    return new Command<>("d" + deal + "g", GET, "id=" + deal, LinkRows::read);
  }

  /** Reads a deal's rows immediately before a call overwrites them. */
  public static Command<LinkImage> found(long deal) {
    return new Command<>("d" + deal + "b", GET, "id=" + deal, LinkRows::read);
  }

  /** Carries out a method; several commands if it links several contacts. */
  public static List<Command<Boolean>> write(long deal, Method method) {
    return switch (method) {
      case Method.Add add -> adds(deal, add.links());
      case Method.Remove remove -> List.of(delete(deal, remove.contact()));
      case Method.ReplaceAll replace -> List.of(set(deal, replace.rows()));
      case Method.ClearAll ignored -> List.of(command(deal, "x", CLEAR, "id=" + deal));
      case Method.Keep ignored -> List.of();
    };
  }

  private static List<Command<Boolean>> adds(long deal, List<Link> links) {
    List<Command<Boolean>> commands = new ArrayList<>(links.size());
    for (Link link : links) {
      commands.add(add(deal, link));
    }
    return commands;
  }

  /** Without the flag the present primary stays; only an upper-case Y moves it (contract 1.3). */
  private static Command<Boolean> add(long deal, Link link) {
    Query query =
        new Query()
            .with("id", deal)
            .with("fields[CONTACT_ID]", link.contact())
            .with("fields[SORT]", link.sort());
    if (link.primary()) {
      query.with("fields[IS_PRIMARY]", "Y");
    }
    return command(deal, "a" + link.contact(), ADD, query.toString());
  }

  private static Command<Boolean> delete(long deal, long contact) {
    Query query = new Query().with("id", deal).with("fields[CONTACT_ID]", contact);
    return command(deal, "r", DELETE, query.toString());
  }

  private static Command<Boolean> set(long deal, List<Link> rows) {
    Query query = new Query().with("id", deal);
    for (int i = 0; i < rows.size(); i++) {
      Link row = rows.get(i);
      String item = "items[" + i + "]";
      query
          .with(item + "[CONTACT_ID]", row.contact())
          .with(item + "[SORT]", row.sort())
          .with(item + "[IS_PRIMARY]", flag(row));
    }
    return command(deal, "s", SET, query.toString());
  }

  private static Command<Boolean> command(long deal, String name, String method, String query) {
    return new Command<>("d" + deal + name, method, query, Json::truth);
  }

  /** A set as a call of its own: its JSON body has no limit on the number of rows. */
  public static Call<Boolean> setDirectly(long deal, List<Link> rows) {
    return Call.writing(SET, generator -> items(deal, rows, generator), Json::truth);
  }

  private static void items(long deal, List<Link> rows, JsonGenerator generator) {
    generator.writeNumberProperty("id", deal);
    generator.writeArrayPropertyStart("items");
    for (Link row : rows) {
      generator.writeStartObject();
      generator.writeNumberProperty("CONTACT_ID", row.contact());
      generator.writeNumberProperty("SORT", row.sort());
      generator.writeStringProperty("IS_PRIMARY", flag(row));
      generator.writeEndObject();
    }
    generator.writeEndArray();
  }

  private static String flag(Link row) {
    return row.primary() ? "Y" : "N";
  }
}
