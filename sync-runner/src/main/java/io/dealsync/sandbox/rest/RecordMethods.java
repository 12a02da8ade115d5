package io.dealsync.sandbox.rest;

import io.dealsync.sandbox.crm.PortalState;
import io.dealsync.sandbox.list.Entities;
import io.dealsync.sandbox.list.Field;
import io.dealsync.sandbox.php.PhpArray;
import tools.jackson.core.JsonGenerator;

/**
 * {@code crm.deal.*}, {@code crm.contact.*} and {@code crm.company.*} for whole records: add, get,
 * update, delete.
 */
final class RecordMethods {

  private final PortalState state;
  private final RecordRights rights;
  private final LegacyListMethods lists;

  RecordMethods(PortalState state, Access access, LegacyListMethods lists) {
    this.state = state;
    this.rights = new RecordRights(state, access);
    this.lists = lists;
  }

  void register(MethodTable table) {
    for (RecordType type : RecordType.values()) {
      table.add(
          type.prefix + "add", MethodTable.CRM, (params, answer) -> add(type, params, answer));
      table.add(
          type.prefix + "get", MethodTable.CRM, (params, answer) -> get(type, params, answer));
      table.add(
          type.prefix + "update",
          MethodTable.CRM,
          (params, answer) -> update(type, params, answer));
      table.add(
          type.prefix + "delete",
          MethodTable.CRM,
          (params, answer) -> delete(type, params, answer));
    }
  }

  private void add(RecordType type, PhpArray params, Answer answer) {
    if (rights.lacks(type)) {
      throw denied();
    }
    answer.json().writeNumber(type.add(state.editor(), fields(type, params)));
  }

  private void get(RecordType type, PhpArray params, Answer answer) {
    long id = allowedId(type, params, false);
    state.reading(
        records -> {
          Entities entities = type.entities(records);
          int position = entities.ids().find(id);
          if (position < 0) {
            throw missing();
          }
          JsonGenerator json = answer.json();
          json.writeStartObject();
          for (Field field : entities.fields()) {
            if (field != Field.CONTACT_IDS && field != Field.FM) {
              lists.writeField(json, entities, position, field);
            }
          }
          FieldWriter.own(entities.card(position), json::writeStringProperty);
          json.writeEndObject();
          return id;
        });
  }

  private void update(RecordType type, PhpArray params, Answer answer) {
    long id = allowedId(type, params, true);
    if (!type.update(state.editor(), id, fields(type, params))) {
      throw missing();
    }
    answer.json().writeBoolean(true);
  }

  private void delete(RecordType type, PhpArray params, Answer answer) {
    long id = allowedId(type, params, true);
    if (!type.delete(state.editor(), id)) {
      throw missing();
    }
    answer.json().writeBoolean(true);
  }

  private long allowedId(RecordType type, PhpArray params, boolean toModify) {
    long id = Params.id(params);
    if (id <= 0) {
      throw RestFailure.unnamed("ID is not defined or invalid.");
    }
    if (rights.isDenied(type, id, toModify)) {
      throw denied();
    }
    return id;
  }

  private static RecordFields fields(RecordType type, PhpArray params) {
    PhpArray fields = Params.fields(params);
    if (fields == null) {
      throw RestFailure.unnamed("Parameter 'fields' must be array.");
    }
    return RecordFields.legacy(fields, type.fields);
  }

  private static RestFailure denied() {
    return RestFailure.unnamed("Access denied.");
  }

  private static RestFailure missing() {
    return RestFailure.unnamed("Not found");
  }
}
