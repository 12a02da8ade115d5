package io.dealsync.bitrix.list;

import io.dealsync.bitrix.rest.Call;
import io.dealsync.bitrix.wire.Command;
import io.dealsync.bitrix.wire.Query;
import io.dealsync.portal.DealCondition;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * Commands that list deals or contacts. Every filter has two conditions, because with a single one
 * on the id a portal may cut rows off (contract 6).
 */
public final class ItemCommands {

  public static final String LIST = "crm.item.list";
  private static final String GET = "crm.item.get";

  /** Rows of a page; not adjustable. */
  public static final int PAGE = 50;

  private ItemCommands() {}

  /**
   * Lists the given deals.
   *
   * @param ids at most a page of them
   */
  public static Command<List<ItemRow>> byIds(int number, List<Long> ids, List<String> select) {
    return command(number, byIds(EntityType.DEAL, ids, select));
  }

  /**
   * Asks which of the given ids exist; can share a batch with any other list.
   *
   * @param ids at most a page of them
   */
  public static Command<List<ItemRow>> existing(EntityType type, List<Long> ids) {
    List<String> select = type == EntityType.DEAL ? List.of("id", "isRecurring") : List.of("id");
    return new Command<>(key(type, ids), LIST, byIds(type, ids, select).toString(), ItemRow.ITEMS);
  }

  private static String key(EntityType type, List<Long> ids) {
    return "e" + type.id() + "i" + ids.get(0);
  }

  private static Query byIds(EntityType type, List<Long> ids, List<String> select) {
    Query query = query(type, select);
    for (int i = 0; i < ids.size(); i++) {
      query.with("filter[@id][" + i + "]", ids.get(i));
    }
    return query.with("filter[>id]", 0);
  }

  /** Asks for one deal: {@code NOT_FOUND} and {@code ACCESS_DENIED} are told apart by code. */
  public static Command<Boolean> getDeal(long deal) {
    Query query = new Query().with("entityTypeId", EntityType.DEAL.id()).with("id", deal);
    return new Command<>(
        "d" + deal + "i",
        GET,
        query.toString(),
        parser -> {
          parser.skipChildren();
          return true;
        });
  }

  /** Lists the first page of the ids within a range, both ends included. */
  public static Command<List<ItemRow>> byRange(int number, EntityType type, ScanPage.Range range) {
    Query query =
        query(type, range.select())
            .with("filter[>=id]", range.first())
            .with("filter[<=id]", range.last());
    range.conditions().forEach(condition -> add(query, condition));
    return command(number, query);
  }

  private static void add(Query query, DealCondition condition) {
    String name = "filter[" + condition.field() + "]";
    if (condition.values().size() == 1) {
      query.with(name, condition.values().get(0));
      return;
    }
    for (int i = 0; i < condition.values().size(); i++) {
      query.with(name + "[" + i + "]", condition.values().get(i));
    }
  }

  /**
   * Lists what came from another system.
   *
   * @param origins at most a page of ids there
   */
  public static Command<List<ItemRow>> byOrigin(
      int number, EntityType type, String originator, List<String> origins, long after) {
    Query query = query(type, originFields(type)).with("filter[=originatorId]", originator);
    for (int i = 0; i < origins.size(); i++) {
      query.with("filter[@originId][" + i + "]", origins.get(i));
    }
    return command(number, query.with("filter[>id]", after));
  }

  private static List<String> originFields(EntityType type) {
    return type == EntityType.DEAL
        ? List.of("id", "originatorId", "originId", "isRecurring")
        : List.of("id", "originatorId", "originId");
  }

  /** As {@link #byOrigin}, as a call of its own. */
  public static Call<List<ItemRow>> originsDirectly(
      EntityType type, String originator, List<String> origins, long after) {
    return Call.reading(
        LIST,
        generator -> {
          generator.writeNumberProperty("entityTypeId", type.id());
          strings(generator, "select", originFields(type));
          generator.writeObjectPropertyStart("filter");
          generator.writeStringProperty("=originatorId", originator);
          strings(generator, "@originId", origins);
          generator.writeNumberProperty(">id", after);
          generator.writeEndObject();
          generator.writeObjectPropertyStart("order");
          generator.writeStringProperty("id", "ASC");
          generator.writeEndObject();
          generator.writeNumberProperty("start", -1);
        },
        ItemRow.ITEMS);
  }

  private static void strings(JsonGenerator generator, String name, List<String> values) {
    generator.writeArrayPropertyStart(name);
    values.forEach(generator::writeString);
    generator.writeEndArray();
  }

  /** Lists the page with the highest ids. */
  public static Command<List<ItemRow>> highest(EntityType type) {
    Query query =
        new Query()
            .with("entityTypeId", type.id())
            .with("select[0]", "id")
            .with("filter[>id]", 0)
            .with("filter[<=id]", Long.MAX_VALUE)
            .with("order[id]", "DESC")
            .with("start", -1);
    return command(0, query);
  }

  private static Query query(EntityType type, List<String> select) {
    Query query = new Query().with("entityTypeId", type.id());
    for (int i = 0; i < select.size(); i++) {
      query.with("select[" + i + "]", select.get(i));
    }
    return query.with("order[id]", "ASC").with("start", -1);
  }

  private static Command<List<ItemRow>> command(int number, Query query) {
    return new Command<>("l" + number, LIST, query.toString(), ItemRow.ITEMS);
  }

  /** As {@link #existing}, by the older method. */
  public static Command<List<ItemRow>> existingByOlderMethod(EntityType type, List<Long> ids) {
    Query query = new Query().with("select[0]", "ID");
    if (type == EntityType.DEAL) {
      query.with("select[1]", "IS_RECURRING");
    }
    for (int i = 0; i < ids.size(); i++) {
      query.with("filter[@ID][" + i + "]", ids.get(i));
    }
    query.with("filter[>ID]", 0).with("order[ID]", "ASC").with("start", -1);
    return new Command<>(key(type, ids), type.legacyList(), query.toString(), ItemRow.LEGACY);
  }

  /** As {@link #byOrigin}, by the older method. */
  public static Command<List<ItemRow>> byOriginByOlderMethod(
      int number, EntityType type, String originator, List<String> origins, long after) {
    Query query = new Query();
    List<String> select = olderOriginFields(type);
    for (int i = 0; i < select.size(); i++) {
      query.with("select[" + i + "]", select.get(i));
    }
    query.with("filter[=ORIGINATOR_ID]", originator);
    for (int i = 0; i < origins.size(); i++) {
      query.with("filter[@ORIGIN_ID][" + i + "]", origins.get(i));
    }
    query.with("filter[>ID]", after).with("order[ID]", "ASC").with("start", -1);
    return new Command<>("l" + number, type.legacyList(), query.toString(), ItemRow.LEGACY);
  }

  private static List<String> olderOriginFields(EntityType type) {
    return type == EntityType.DEAL
        ? List.of("ID", "ORIGINATOR_ID", "ORIGIN_ID", "IS_RECURRING")
        : List.of("ID", "ORIGINATOR_ID", "ORIGIN_ID");
  }

  /** As {@link #byOriginByOlderMethod}, as a call of its own. */
  public static Call<List<ItemRow>> originsDirectlyByOlderMethod(
      EntityType type, String originator, List<String> origins, long after) {
    return Call.reading(
        type.legacyList(),
        generator -> {
          strings(generator, "select", olderOriginFields(type));
          generator.writeObjectPropertyStart("filter");
          generator.writeStringProperty("=ORIGINATOR_ID", originator);
          strings(generator, "@ORIGIN_ID", origins);
          generator.writeNumberProperty(">ID", after);
          generator.writeEndObject();
          generator.writeObjectPropertyStart("order");
          generator.writeStringProperty("ID", "ASC");
          generator.writeEndObject();
          generator.writeNumberProperty("start", -1);
        },
        ItemRow.LEGACY);
  }
}
