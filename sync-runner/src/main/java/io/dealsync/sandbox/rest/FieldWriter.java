package io.dealsync.sandbox.rest;

import io.dealsync.sandbox.crm.Card;
import io.dealsync.sandbox.crm.MultiField;
import io.dealsync.sandbox.crm.PortalTime;
import io.dealsync.sandbox.list.Entities;
import io.dealsync.sandbox.list.Field;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonGenerator;

/**
 * Writes a record's fields in the manner of either family of methods: the older ones give every
 * value as text under a name in capitals, {@code crm.item.*} gives numbers as numbers under a name
 * in camel case (contract 6, 7).
 */
enum FieldWriter {
  LEGACY {
    @Override
    String name(Field field) {
      return field.legacyName();
    }

    @Override
    void number(JsonGenerator json, long number) {
      json.writeString(Long.toString(number));
    }

    @Override
    void decimal(JsonGenerator json, Entities entities, int position, Field field) {
      json.writeString(entities.decimal(position, field).toPlainString());
    }

    @Override
    void multi(JsonGenerator json, MultiField each) {
      json.writeStringProperty("ID", Long.toString(each.id()));
      json.writeStringProperty("VALUE_TYPE", each.valueType());
      json.writeStringProperty("VALUE", each.value());
      json.writeStringProperty("TYPE_ID", each.type());
    }
  },
  ITEM {
    @Override
    String name(Field field) {
      return field.itemName();
    }

    @Override
    void number(JsonGenerator json, long number) {
      json.writeNumber(number);
    }

    @Override
    void decimal(JsonGenerator json, Entities entities, int position, Field field) {
      json.writeNumber(entities.decimal(position, field).stripTrailingZeros().toPlainString());
    }

    @Override
    void multi(JsonGenerator json, MultiField each) {
      json.writeNumberProperty("id", each.id());
      json.writeStringProperty("valueType", each.valueType());
      json.writeStringProperty("value", each.value());
      json.writeStringProperty("typeId", each.type());
    }
  };

  abstract String name(Field field);

  abstract void number(JsonGenerator json, long number);

  abstract void decimal(JsonGenerator json, Entities entities, int position, Field field);

  abstract void multi(JsonGenerator json, MultiField each);

  /** Writes one field; links are written elsewhere. */
  void field(JsonGenerator json, Entities entities, int position, Field field) {
    if (field.kind() == Field.Kind.MULTI) {
      several(json, field, entities.multi(position, field));
      return;
    }
    json.writeName(name(field));
    boolean kept = field != Field.CONTACT_ID && field != Field.CATEGORY_ID && field != Field.ID;
    switch (field.kind()) {
      case TIME -> json.writeString(PortalTime.iso(entities.number(position, field)));
      case DECIMAL -> decimal(json, entities, position, field);
      case NUMBER -> {
        if (kept && entities.text(position, field).isEmpty()) {
          json.writeNull();
        } else {
          number(json, entities.number(position, field));
        }
      }
      case DATE -> text(json, day(entities, position, field));
      case TEXT -> text(json, entities.text(position, field));
      case LINKS, MULTI -> throw new IllegalArgumentException(field + " is not one value");
    }
  }

  private static String day(Entities entities, int position, Field field) {
    long moment = entities.number(position, field);
    return moment == 0 ? entities.text(position, field) : PortalTime.iso(moment);
  }

  private static void text(JsonGenerator json, String text) {
    if (text.isEmpty()) {
      json.writeNull();
    } else {
      json.writeString(text);
    }
  }

  private void several(JsonGenerator json, Field field, List<MultiField> values) {
    if (values.isEmpty() && this == LEGACY) {
      return;
    }
    json.writeArrayPropertyStart(name(field));
    for (MultiField each : values) {
      json.writeStartObject();
      multi(json, each);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** The values of fields that users define, by their names in capitals. */
  static void own(Card card, BiConsumer<String, String> write) {
    card.more().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("UF_"))
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> write.accept(entry.getKey(), entry.getValue()));
  }
}
