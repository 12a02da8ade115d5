package io.dealsync.sandbox.rest;

import io.dealsync.sandbox.crm.DealTable;
import io.dealsync.sandbox.crm.LinkEntry;
import io.dealsync.sandbox.crm.PackedLinks;
import io.dealsync.sandbox.crm.PortalState;
import io.dealsync.sandbox.php.PhpArray;
import io.dealsync.sandbox.php.PhpCast;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;

/**
 * The six {@code crm.deal.contact.*} methods with their validation order, texts and coercions
 * (contract 1.1 to 1.7).
 */
final class LinkMethods {

  private static final String PREFIX = "crm.deal.contact.";
  private static final SerializableString CONTACT_ID = new SerializedString("CONTACT_ID");
  private static final SerializableString SORT = new SerializedString("SORT");
  private static final SerializableString ROLE_ID = new SerializedString("ROLE_ID");
  private static final SerializableString IS_PRIMARY = new SerializedString("IS_PRIMARY");

  private final PortalState state;
  private final Access access;
  private final Set<Quirk> quirks;

  LinkMethods(PortalState state, Access access, Set<Quirk> quirks) {
    this.state = state;
    this.access = access;
    this.quirks = quirks;
  }

  void register(MethodTable table) {
    register(table, "fields", this::fields);
    register(table, "add", this::add);
    register(table, "delete", this::delete);
    register(table, "items.get", this::itemsGet);
    register(table, "items.set", this::itemsSet);
    register(table, "items.delete", this::itemsDelete);
  }

  private void register(MethodTable table, String name, RestMethod method) {
    table.add(
        PREFIX + name,
        MethodTable.CRM,
        (params, answer) -> {
          if (access.crmRight() == Access.CrmRight.NONE) {
            throw RestFailure.unnamed("Access denied.");
          }
          method.call(params, answer);
        });
  }

  private void fields(PhpArray params, Answer answer) {
    JsonGenerator json = answer.json();
    json.writeStartObject();
    describe(json, "SORT", "integer", false, "Sorting");
    describe(json, "IS_PRIMARY", "char", false, "Primary");
    describe(json, "CONTACT_ID", "integer", true, "Contact");
    json.writeEndObject();
  }

  private static void describe(
      JsonGenerator json, String name, String type, boolean required, String title) {
    json.writeObjectPropertyStart(name);
    json.writeStringProperty("type", type);
    json.writeBooleanProperty("isRequired", required);
    json.writeBooleanProperty("isReadOnly", false);
    json.writeBooleanProperty("isImmutable", false);
    json.writeBooleanProperty("isMultiple", false);
    json.writeBooleanProperty("isDynamic", false);
    json.writeStringProperty("title", title);
    json.writeEndObject();
  }

  private void add(PhpArray params, Answer answer) {
    long dealId = requireId(params, "The parameter 'ownerEntityID' is invalid or not defined.");
    PhpArray fields = requireArray(Params.fields(params), "The parameter 'fields' must be array.");
    requireDealRight(dealId, true, "Access denied.", "Not found.");
    LinkEntry entry = requireContact(fields);
    requireContactRights(Set.of(entry.contactId()));
    boolean added = state.restAdd(dealId, entry).orElseThrow(() -> missing("Not found."));
    answer.json().writeBoolean(added);
  }

  private void delete(PhpArray params, Answer answer) {
    long dealId = requireId(params, "The parameter 'ownerEntityID' is invalid or not defined.");
    PhpArray fields = requireArray(Params.fields(params), "The parameter 'item' must be array.");
    requireDealRight(dealId, true, "Access denied.", "Not found.");
    LinkEntry entry = requireContact(fields);
    requireContactRights(Set.of(entry.contactId()));
    boolean deleted =
        state.restDelete(dealId, entry.contactId()).orElseThrow(() -> missing("Not found."));
    answer.json().writeBoolean(deleted);
  }

  private void itemsGet(PhpArray params, Answer answer) {
    long dealId = requireId(params, "The parameter ownerEntityID is invalid or not defined.");
    requireGeneralRight("Access denied.");
    long[] rows =
        state.reading(
            records -> {
              if (records.unreadableDeals().contains(dealId)) {
                throw RestFailure.accessDenied();
              }
              DealTable deals = records.deals();
              int position = deals.ids().find(dealId);
              if (position >= 0) {
                return deals.links(position);
              }
              if (quirks.contains(Quirk.STRICT_MISSING_DEAL)) {
                throw missing("Not found.");
              }
              return PackedLinks.NONE;
            });
    writeRows(answer.json(), rows);
  }

  private static void writeRows(JsonGenerator json, long[] rows) {
    json.writeStartArray();
    for (int i = 0; i < PackedLinks.count(rows); i++) {
      json.writeStartObject();
      json.writeName(CONTACT_ID);
      json.writeNumber(PackedLinks.contactId(rows, i));
      json.writeName(SORT);
      json.writeNumber(PackedLinks.sort(rows, i));
      json.writeName(ROLE_ID);
      json.writeNumber(0);
      json.writeName(IS_PRIMARY);
      json.writeString(PackedLinks.isPrimary(rows, i) ? "Y" : "N");
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void itemsSet(PhpArray params, Answer answer) {
    long dealId = requireId(params, "The parameter ownerEntityID is invalid or not defined.");
    PhpArray items = requireArray(Params.items(params), "The parameter items must be array.");
    List<@Nullable LinkEntry> entries = listedEntries(items);
    boolean exists = state.hasDeal(dealId);
    if (!exists && quirks.contains(Quirk.SET_ACCEPTS_MISSING_DEAL)) {
      requireGeneralRight("Access denied.");
      answer.json().writeBoolean(true);
      return;
    }
    requireDealRight(dealId, true, "Access denied.", "Not found.");
    requireContactRights(changedContacts(dealId, entries));
    if (answer.isCutHalfway()) {
      state.restUnbind(dealId, entries);
      throw new CommandHook.BatchCut();
    }
    answer
        .json()
        .writeBoolean(state.restSet(dealId, entries).orElseThrow(() -> missing("Not found.")));
  }

  private void itemsDelete(PhpArray params, Answer answer) {
    long dealId = requireId(params, "The parameter ownerEntityID is invalid or not defined.");
    requireGeneralRight("Access denied");
    if (state.hasDeal(dealId) || quirks.contains(Quirk.STRICT_MISSING_DEAL)) {
      requireDealRight(dealId, false, "Access denied", "Not found");
      requireContactRights(changedContacts(dealId, List.of()));
      state.restClear(dealId);
    }
    answer.json().writeBoolean(true);
  }

  private static long requireId(PhpArray params, String otherwise) {
    long id = Params.id(params);
    if (id <= 0) {
      throw RestFailure.unnamed(otherwise);
    }
    return id;
  }

  private static PhpArray requireArray(@Nullable PhpArray array, String otherwise) {
    if (array == null) {
      throw RestFailure.unnamed(otherwise);
    }
    return array;
  }

  private void requireGeneralRight(String otherwise) {
    if (access.crmRight() == Access.CrmRight.NO_DEALS) {
      throw RestFailure.unnamed(otherwise);
    }
  }

  private void requireDealRight(long dealId, boolean toModify, String noRight, String noDeal) {
    requireGeneralRight(noRight);
    boolean exists =
        state.reading(
            records -> {
              boolean denied =
                  records.unreadableDeals().contains(dealId)
                      || (toModify && records.readOnlyDeals().contains(dealId));
              if (denied) {
                throw RestFailure.accessDenied();
              }
              return records.deals().ids().contains(dealId);
            });
    if (!exists) {
      throw missing(noDeal);
    }
  }

  private static LinkEntry requireContact(PhpArray fields) {
    LinkEntry entry = entry(fields);
    if (entry.contactId() <= 0) {
      throw RestFailure.unnamed("The parameter 'fields' is not valid.");
    }
    return entry;
  }

  private void requireContactRights(Set<Long> contacts) {
    if (!quirks.contains(Quirk.CONTACT_RIGHTS_CHECKED)) {
      return;
    }
    state.reading(
        records -> {
          for (long contact : contacts) {
            if (records.unreadableContacts().contains(contact)
                || !records.contacts().contains(contact)) {
              throw RestFailure.unnamed(
                  "[Contact #%d] You do not have permission to view this item".formatted(contact));
            }
          }
          return contacts;
        });
  }

  /** Contacts that a replacement by {@code entries} would link or unlink. */
  private Set<Long> changedContacts(long dealId, List<@Nullable LinkEntry> entries) {
    Set<Long> wanted = new LinkedHashSet<>();
    for (LinkEntry entry : entries) {
      if (entry != null && entry.contactId() > 0) {
        wanted.add(entry.contactId());
      }
    }
    Set<Long> changed = new LinkedHashSet<>(wanted);
    state
        .links(dealId)
        .forEach(
            row -> {
              if (!changed.remove(row.contactId())) {
                changed.add(row.contactId());
              }
            });
    return changed;
  }

  /** Only the indexes 0 to size - 1 are looked at: other keys lose their entry (contract 1.6). */
  private static List<@Nullable LinkEntry> listedEntries(PhpArray items) {
    List<@Nullable LinkEntry> entries = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      entries.add(items.get(Integer.toString(i)) instanceof PhpArray item ? entry(item) : null);
    }
    return entries;
  }

  private static LinkEntry entry(PhpArray fields) {
    return new LinkEntry(
        PhpCast.toInt(fields.get("CONTACT_ID")), sort(fields), flag(fields.get("IS_PRIMARY")));
  }

  private static OptionalInt sort(PhpArray fields) {
    for (Map.Entry<String, @Nullable Object> field : fields.entries()) {
      if (field.getKey().equals("SORT")) {
        long sort = PhpCast.toInt(field.getValue());
        return OptionalInt.of(Math.clamp(sort, Integer.MIN_VALUE, Integer.MAX_VALUE));
      }
    }
    return OptionalInt.empty();
  }

  /** Only text can be {@code "Y"}: a boolean becomes {@code "1"} or nothing (contract 1.1). */
  private static String flag(@Nullable Object value) {
    return PhpCast.toText(value);
  }

  private static RestFailure missing(String text) {
    return RestFailure.unnamed(text);
  }
}
