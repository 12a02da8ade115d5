package io.dealsync.sandbox.rest;

import io.dealsync.sandbox.crm.PackedLinks;
import io.dealsync.sandbox.crm.PortalState;
import io.dealsync.sandbox.list.Entities;
import io.dealsync.sandbox.list.Field;
import io.dealsync.sandbox.list.InvalidQuery;
import io.dealsync.sandbox.list.ListQuery;
import io.dealsync.sandbox.list.ListQuery.Dialect;
import io.dealsync.sandbox.list.ListScan;
import io.dealsync.sandbox.list.Page;
import io.dealsync.sandbox.php.PhpArray;
import io.dealsync.sandbox.php.PhpCast;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** {@code crm.item.*} for deals, contacts and companies (contract 6). */
final class ItemMethods {

  private final PortalState state;
  private final Access access;
  private final Set<Quirk> quirks;
  private final RecordRights rights;

  ItemMethods(PortalState state, Access access, Set<Quirk> quirks) {
    this.state = state;
    this.access = access;
    this.quirks = quirks;
    this.rights = new RecordRights(state, access);
  }

  void register(MethodTable table) {
    table.add("crm.item.list", MethodTable.CRM, this::list);
    table.add("crm.item.get", MethodTable.CRM, this::get);
    table.add("crm.item.add", MethodTable.CRM, this::add);
    table.add("crm.item.update", MethodTable.CRM, this::update);
    table.add("crm.item.delete", MethodTable.CRM, this::delete);
  }

  private void list(PhpArray params, Answer answer) {
    RecordType type = requireType(params);
    state.reading(
        records -> {
          Entities entities = type.entities(records);
          ListQuery query = query(params, entities);
          Page page = new ListScan(entities, query, limitsJoinedRows(query)).page();
          write(answer, entities, query, page);
          return type;
        });
  }

  private void get(PhpArray params, Answer answer) {
    show(requireType(params), Params.id(params), answer);
  }

  private void add(PhpArray params, Answer answer) {
    RecordType type = requireType(params);
    show(type, type.add(state.editor(), fields(type, params)), answer);
  }

  private void update(PhpArray params, Answer answer) {
    RecordType type = requireType(params);
    long id = allowedId(type, params);
    if (!type.update(state.editor(), id, fields(type, params))) {
      throw missing();
    }
    show(type, id, answer);
  }

  private void delete(PhpArray params, Answer answer) {
    RecordType type = requireType(params);
    if (!type.delete(state.editor(), allowedId(type, params))) {
      throw missing();
    }
    JsonGenerator json = answer.json();
    json.writeStartArray();
    json.writeEndArray();
  }

  private long allowedId(RecordType type, PhpArray params) {
    long id = Params.id(params);
    if (rights.isDenied(type, id, true)) {
      throw denied();
    }
    return id;
  }

  private static RecordFields fields(RecordType type, PhpArray params) {
    PhpArray fields = Params.fields(params);
    if (fields == null) {
      throw new RestFailure(400, "INVALID_ARG_VALUE", "Invalid value of parameter 'fields'");
    }
    return RecordFields.item(fields, type.fields);
  }

  private static RestFailure missing() {
    return new RestFailure(400, "NOT_FOUND", "Item not found");
  }

  private void show(RecordType type, long id, Answer answer) {
    state.reading(
        records -> {
          Entities entities = type.entities(records);
          int position = entities.ids().find(id);
          if (position < 0) {
            throw missing();
          }
          if (!entities.readable(position)) {
            throw denied();
          }
          JsonGenerator json = answer.json();
          json.writeStartObject();
          json.writeName("item");
          int links = PackedLinks.count(entities.links(position));
          json.writeStartObject();
          writeFields(json, entities, entities.fields(), new Page.Row(position, 0, links));
          FieldWriter.own(
              entities.card(position),
              (name, value) -> json.writeStringProperty(RecordFields.itemName(name), value));
          json.writeEndObject();
          json.writeEndObject();
          return id;
        });
  }

  private RecordType requireType(PhpArray params) {
    if (quirks.contains(Quirk.ITEM_LIST_FORBIDDEN)) {
      throw new RestFailure(
          403, "allowed_only_intranet_user", "The method is allowed only for intranet users");
    }
    RecordType type =
        RecordType.of(PhpCast.toInt(params.get("entityTypeId")))
            .orElseThrow(ItemMethods::unknownType);
    if (rights.lacks(type)) {
      throw denied();
    }
    return type;
  }

  static RestFailure unknownType() {
    return new RestFailure(400, "NOT_FOUND", "Smart process not found");
  }

  private static ListQuery query(PhpArray params, Entities entities) {
    try {
      return ListQuery.of(
          Dialect.ITEM,
          entities.fields(),
          arrayOrEmpty(params, "select"),
          arrayOrEmpty(params, "filter"),
          arrayOrEmpty(params, "order"),
          params.get("start"));
    } catch (InvalidQuery invalid) {
      throw new RestFailure(400, "INVALID_ARG_VALUE", String.valueOf(invalid.getMessage()));
    }
  }

  private static PhpArray arrayOrEmpty(PhpArray params, String name) {
    Object value = params.get(name);
    if (value == null || value.equals("")) {
      return new PhpArray();
    }
    if (value instanceof PhpArray array) {
      return array;
    }
    throw new RestFailure(
        400, "INVALID_ARG_VALUE", "Invalid value of parameter '%s'".formatted(name));
  }

  private boolean limitsJoinedRows(ListQuery query) {
    return query.select().contains(Field.CONTACT_IDS)
        && (quirks.contains(Quirk.ROW_LIMIT_HAZARD_ALWAYS)
            || (quirks.contains(Quirk.ROW_LIMIT_HAZARD) && ListScan.isHazardous(query)));
  }

  private void write(Answer answer, Entities entities, ListQuery query, Page page) {
    JsonGenerator json = answer.json();
    json.writeStartObject();
    json.writeArrayPropertyStart("items");
    for (Page.Row row : page.rows()) {
      writeRow(json, entities, query.select(), row);
    }
    json.writeEndArray();
    json.writeEndObject();
    answer.total(page.total().orElse(0));
    page.total()
        .ifPresent(
            total -> {
              long next = query.offset() + ListQuery.PAGE;
              if (next < total) {
                answer.next(next);
              }
            });
  }

  private void writeRow(JsonGenerator json, Entities entities, Set<Field> select, Page.Row row) {
    json.writeStartObject();
    writeFields(json, entities, select, row);
    json.writeEndObject();
  }

  private void writeFields(JsonGenerator json, Entities entities, Set<Field> select, Page.Row row) {
    for (Field field : select) {
      switch (field) {
        case PHONE, EMAIL, WEB, IM -> {}
        case CONTACT_ID -> writeContactId(json, entities.number(row.position(), field));
        case CONTACT_IDS -> writeContactIds(json, entities.links(row.position()), row);
        default -> FieldWriter.ITEM.field(json, entities, row.position(), field);
      }
    }
  }

  private void writeContactId(JsonGenerator json, long contactId) {
    if (contactId == 0 && quirks.contains(Quirk.NO_CONTACT_IS_MISSING)) {
      return;
    }
    json.writeName(Field.CONTACT_ID.itemName());
    if (contactId == 0 && quirks.contains(Quirk.NO_CONTACT_IS_NULL)) {
      json.writeNull();
    } else {
      json.writeNumber(contactId);
    }
  }

  private static void writeContactIds(JsonGenerator json, long[] links, Page.Row row) {
    json.writeName(Field.CONTACT_IDS.itemName());
    json.writeStartArray();
    for (int i = row.firstLink(); i < row.firstLink() + row.linkCount(); i++) {
      json.writeNumber(PackedLinks.contactId(links, i));
    }
    json.writeEndArray();
  }

  private static RestFailure denied() {
    return new RestFailure(400, "ACCESS_DENIED", "Access denied");
  }
}
