package io.dealsync.sandbox.rest;

import io.dealsync.sandbox.crm.PortalState;
import io.dealsync.sandbox.crm.Records;
import io.dealsync.sandbox.list.Entities;
import io.dealsync.sandbox.list.Field;
import io.dealsync.sandbox.list.InvalidQuery;
import io.dealsync.sandbox.list.ListQuery;
import io.dealsync.sandbox.list.ListQuery.Dialect;
import io.dealsync.sandbox.list.ListScan;
import io.dealsync.sandbox.list.Page;
import io.dealsync.sandbox.php.PhpArray;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * {@code crm.deal.list}, {@code crm.contact.list}, {@code crm.company.list}: all values are
 * strings, unknown filter keys are ignored (contract 7).
 */
final class LegacyListMethods {

  private final PortalState state;
  private final Access access;
  private final Set<Quirk> quirks;

  LegacyListMethods(PortalState state, Access access, Set<Quirk> quirks) {
    this.state = state;
    this.access = access;
    this.quirks = quirks;
  }

  void register(MethodTable table) {
    table.add(
        "crm.deal.list",
        MethodTable.CRM,
        (params, answer) -> {
          if (access.crmRight() == Access.CrmRight.NO_DEALS) {
            throw RestFailure.unnamed("Access denied.");
          }
          list(params, answer, Entities.Deals::new);
        });
    table.add(
        "crm.contact.list",
        MethodTable.CRM,
        (params, answer) -> list(params, answer, Entities.Contacts::new));
    table.add(
        "crm.company.list",
        MethodTable.CRM,
        (params, answer) -> list(params, answer, Entities.Companies::new));
  }

  private void list(PhpArray params, Answer answer, Function<Records, Entities> kind) {
    if (access.crmRight() == Access.CrmRight.NONE) {
      throw RestFailure.unnamed("Access denied.");
    }
    PhpArray order = requireArray(params, "order");
    PhpArray filter = requireArray(params, "filter");
    state.reading(
        records -> {
          Entities entities = kind.apply(records);
          ListQuery query = query(entities, params, filter, order);
          Page page = new ListScan(entities, query, false).page();
          write(answer, entities, query, page);
          return query;
        });
  }

  private static ListQuery query(
      Entities entities, PhpArray params, PhpArray filter, PhpArray order) {
    try {
      return ListQuery.of(
          Dialect.LEGACY,
          entities.fields(),
          params.get("select") instanceof PhpArray select ? select : new PhpArray(),
          filter,
          order,
          params.get("start"));
    } catch (InvalidQuery invalid) {
      throw RestFailure.unnamed("Failed to get list. General error.");
    }
  }

  private static PhpArray requireArray(PhpArray params, String name) {
    Object value = present(params, name);
    if (value == null) {
      return new PhpArray();
    }
    if (value instanceof PhpArray array) {
      return array;
    }
    throw RestFailure.unnamed("Parameter '%s' must be array.".formatted(name));
  }

  private static @Nullable Object present(PhpArray params, String name) {
    Object value = params.get(name);
    return value != null ? value : params.get(name.toUpperCase(Locale.ROOT));
  }

  private void write(Answer answer, Entities entities, ListQuery query, Page page) {
    JsonGenerator json = answer.json();
    json.writeStartArray();
    for (Page.Row row : page.rows()) {
      json.writeStartObject();
      for (Field field : query.select()) {
        if (field != Field.CONTACT_IDS) {
          writeField(json, entities, row.position(), field);
        }
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    page.total()
        .ifPresent(
            total -> {
              answer.total(total);
              long next = query.offset() + ListQuery.PAGE;
              if (next < total) {
                answer.next(next);
              }
            });
  }

  /** Writes one field; links are written by none of these methods. */
  void writeField(JsonGenerator json, Entities entities, int position, Field field) {
    boolean noContact = field == Field.CONTACT_ID && entities.number(position, field) == 0;
    if (noContact && quirks.contains(Quirk.NO_CONTACT_IS_MISSING)) {
      return;
    }
    if (noContact && quirks.contains(Quirk.NO_CONTACT_IS_NULL)) {
      json.writeName(field.legacyName());
      json.writeNull();
    } else {
      FieldWriter.LEGACY.field(json, entities, position, field);
    }
  }
}
