package io.dealsync.sandbox.rest;

import io.dealsync.sandbox.list.Field;
import io.dealsync.sandbox.php.PhpArray;
import io.dealsync.sandbox.php.PhpCast;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** {@code crm.deal.fields}, {@code crm.contact.fields}, {@code crm.item.fields}: what there is. */
final class FieldMethods {

  void register(MethodTable table) {
    for (RecordType type : RecordType.values()) {
      table.add(
          type.prefix + "fields",
          MethodTable.CRM,
          (params, answer) -> describe(answer.json(), type, FieldWriter.LEGACY));
    }
    table.add("crm.item.fields", MethodTable.CRM, this::item);
  }

  private void item(PhpArray params, Answer answer) {
    RecordType type =
        RecordType.of(PhpCast.toInt(params.get("entityTypeId")))
            .orElseThrow(ItemMethods::unknownType);
    JsonGenerator json = answer.json();
    json.writeStartObject();
    json.writeName("fields");
    describe(json, type, FieldWriter.ITEM);
    json.writeEndObject();
  }

  private static void describe(JsonGenerator json, RecordType type, FieldWriter names) {
    json.writeStartObject();
    for (Field field : type.fields) {
      if (names == FieldWriter.ITEM ? isOneOfMany(field) : field == Field.FM) {
        continue;
      }
      json.writeObjectPropertyStart(names.name(field));
      json.writeStringProperty("type", type(field));
      json.writeBooleanProperty("isRequired", false);
      json.writeBooleanProperty("isReadOnly", field.isReadOnly());
      json.writeBooleanProperty("isImmutable", false);
      json.writeBooleanProperty("isMultiple", isMultiple(field));
      json.writeBooleanProperty("isDynamic", false);
      json.writeStringProperty("title", title(field));
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static boolean isOneOfMany(Field field) {
    return field.kind() == Field.Kind.MULTI && field != Field.FM;
  }

  private static boolean isMultiple(Field field) {
    return field.kind() == Field.Kind.MULTI || field.kind() == Field.Kind.LINKS;
  }

  private static String type(Field field) {
    return switch (field) {
      case ASSIGNED_BY_ID, CREATED_BY, UPDATED_BY -> "user";
      case CONTACT_ID, CONTACT_IDS -> "crm_contact";
      case COMPANY_ID -> "crm_company";
      case LEAD_ID -> "crm_lead";
      case QUOTE_ID -> "crm_quote";
      case CATEGORY_ID -> "crm_category";
      case CURRENCY_ID -> "crm_currency";
      case STAGE_ID, DEAL_TYPE, CONTACT_TYPE, COMPANY_TYPE, SOURCE_ID, HONORIFIC -> "crm_status";
      case IS_NEW, IS_RECURRING, IS_MANUAL_OPPORTUNITY, OPENED, CLOSED, EXPORT -> "char";
      case HAS_PHONE, HAS_EMAIL, HAS_IMOL -> "char";
      default ->
          switch (field.kind()) {
            case NUMBER -> "integer";
            case DECIMAL -> "double";
            case DATE -> "date";
            case TIME -> "datetime";
            case MULTI -> "crm_multifield";
            case TEXT, LINKS -> "string";
          };
    };
  }

  private static String title(Field field) {
    String words = field.legacyName().replace('_', ' ').toLowerCase(Locale.ROOT);
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
