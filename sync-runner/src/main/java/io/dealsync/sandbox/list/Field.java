package io.dealsync.sandbox.list;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A field of deals, contacts or companies under its two names: the one in {@code crm.item.*} and
 * the one in the older methods. The fields are those of {@code crm.deal.fields}, {@code
 * crm.contact.fields} and {@code crm.company.fields}.
 */
public enum Field {
  ID("id", "ID", Kind.NUMBER, Of.ALL),
  TITLE("title", "TITLE", Kind.TEXT, EnumSet.of(Of.DEAL, Of.COMPANY)),
  HONORIFIC("honorific", "HONORIFIC", Kind.TEXT, Of.JUST_CONTACT),
  NAME("name", "NAME", Kind.TEXT, Of.JUST_CONTACT),
  SECOND_NAME("secondName", "SECOND_NAME", Kind.TEXT, Of.JUST_CONTACT),
  LAST_NAME("lastName", "LAST_NAME", Kind.TEXT, Of.JUST_CONTACT),
  BIRTHDATE("birthdate", "BIRTHDATE", Kind.DATE, Of.JUST_CONTACT),
  POST("post", "POST", Kind.TEXT, Of.JUST_CONTACT),
  DEAL_TYPE("typeId", "TYPE_ID", Kind.TEXT, Of.JUST_DEAL, "SALE"),
  CONTACT_TYPE("typeId", "TYPE_ID", Kind.TEXT, Of.JUST_CONTACT, "CLIENT"),
  COMPANY_TYPE("typeId", "COMPANY_TYPE", Kind.TEXT, Of.JUST_COMPANY, "CUSTOMER"),
  STAGE_ID("stageId", "STAGE_ID", Kind.TEXT, Of.JUST_DEAL),
  STAGE_SEMANTIC_ID("stageSemanticId", "STAGE_SEMANTIC_ID", Kind.TEXT, Of.JUST_DEAL),
  CATEGORY_ID("categoryId", "CATEGORY_ID", Kind.NUMBER, Of.JUST_DEAL),
  IS_NEW("isNew", "IS_NEW", Kind.TEXT, Of.JUST_DEAL, "N"),
  PROBABILITY("probability", "PROBABILITY", Kind.NUMBER, Of.JUST_DEAL, ""),
  CURRENCY_ID("currencyId", "CURRENCY_ID", Kind.TEXT, Of.JUST_DEAL, "USD"),
  OPPORTUNITY("opportunity", "OPPORTUNITY", Kind.DECIMAL, Of.JUST_DEAL, "0"),
  IS_MANUAL_OPPORTUNITY(
      "isManualOpportunity", "IS_MANUAL_OPPORTUNITY", Kind.TEXT, Of.JUST_DEAL, "N"),
  TAX_VALUE("taxValue", "TAX_VALUE", Kind.DECIMAL, Of.JUST_DEAL, "0"),
  COMPANY_ID("companyId", "COMPANY_ID", Kind.NUMBER, EnumSet.of(Of.DEAL, Of.CONTACT), "0"),
  CONTACT_ID("contactId", "CONTACT_ID", Kind.NUMBER, Of.JUST_DEAL),
  CONTACT_IDS("contactIds", "CONTACT_IDS", Kind.LINKS, Of.JUST_DEAL),
  QUOTE_ID("quoteId", "QUOTE_ID", Kind.NUMBER, Of.JUST_DEAL, ""),
  LEAD_ID("leadId", "LEAD_ID", Kind.NUMBER, Of.ALL, ""),
  BEGINDATE("begindate", "BEGINDATE", Kind.DATE, Of.JUST_DEAL),
  CLOSEDATE("closedate", "CLOSEDATE", Kind.DATE, Of.JUST_DEAL),
  OPENED("opened", "OPENED", Kind.TEXT, Of.ALL, "Y"),
  CLOSED("closed", "CLOSED", Kind.TEXT, Of.JUST_DEAL),
  COMMENTS("comments", "COMMENTS", Kind.TEXT, Of.ALL),
  ADDITIONAL_INFO("additionalInfo", "ADDITIONAL_INFO", Kind.TEXT, Of.JUST_DEAL),
  EXPORT("export", "EXPORT", Kind.TEXT, Of.JUST_CONTACT, "N"),
  HAS_PHONE("hasPhone", "HAS_PHONE", Kind.TEXT, Of.PERSONS),
  HAS_EMAIL("hasEmail", "HAS_EMAIL", Kind.TEXT, Of.PERSONS),
  HAS_IMOL("hasImol", "HAS_IMOL", Kind.TEXT, Of.PERSONS, "N"),
  ASSIGNED_BY_ID("assignedById", "ASSIGNED_BY_ID", Kind.NUMBER, Of.ALL, "1"),
  CREATED_BY("createdBy", "CREATED_BY_ID", Kind.NUMBER, Of.ALL, "1"),
  UPDATED_BY("updatedBy", "MODIFY_BY_ID", Kind.NUMBER, Of.ALL, "1"),
  CREATED_TIME("createdTime", "DATE_CREATE", Kind.TIME, Of.ALL),
  UPDATED_TIME("updatedTime", "DATE_MODIFY", Kind.TIME, Of.ALL),
  SOURCE_ID("sourceId", "SOURCE_ID", Kind.TEXT, EnumSet.of(Of.DEAL, Of.CONTACT)),
  SOURCE_DESCRIPTION(
      "sourceDescription", "SOURCE_DESCRIPTION", Kind.TEXT, EnumSet.of(Of.DEAL, Of.CONTACT)),
  ORIGINATOR_ID("originatorId", "ORIGINATOR_ID", Kind.TEXT, Of.ALL),
  ORIGIN_ID("originId", "ORIGIN_ID", Kind.TEXT, Of.ALL),
  ORIGIN_VERSION("originVersion", "ORIGIN_VERSION", Kind.TEXT, Of.PERSONS),
  UTM_SOURCE("utmSource", "UTM_SOURCE", Kind.TEXT, Of.ALL),
  UTM_MEDIUM("utmMedium", "UTM_MEDIUM", Kind.TEXT, Of.ALL),
  UTM_CAMPAIGN("utmCampaign", "UTM_CAMPAIGN", Kind.TEXT, Of.ALL),
  UTM_CONTENT("utmContent", "UTM_CONTENT", Kind.TEXT, Of.ALL),
  UTM_TERM("utmTerm", "UTM_TERM", Kind.TEXT, Of.ALL),
  IS_RECURRING("isRecurring", "IS_RECURRING", Kind.TEXT, Of.JUST_DEAL),
  PHONE("phone", "PHONE", Kind.MULTI, Of.PERSONS),
  EMAIL("email", "EMAIL", Kind.MULTI, Of.PERSONS),
  WEB("web", "WEB", Kind.MULTI, Of.PERSONS),
  IM("im", "IM", Kind.MULTI, Of.PERSONS),
  /** All of the four before, as {@code crm.item.*} has them. */
  FM("fm", "FM", Kind.MULTI, Of.PERSONS);

  /** How a field's values are compared and written. */
  public enum Kind {
    NUMBER,
    /** A sum of money: two digits behind the point. */
    DECIMAL,
    TEXT,
    /** A day, shown as the moment at which it begins. */
    DATE,
    TIME,
    LINKS,
    /** Several values with a type each, such as telephone numbers. */
    MULTI
  }

  private enum Of {
    DEAL,
    CONTACT,
    COMPANY;

    private static final Set<Of> ALL = EnumSet.allOf(Of.class);
    private static final Set<Of> PERSONS = EnumSet.of(CONTACT, COMPANY);
    private static final Set<Of> JUST_DEAL = EnumSet.of(DEAL);
    private static final Set<Of> JUST_CONTACT = EnumSet.of(CONTACT);
    private static final Set<Of> JUST_COMPANY = EnumSet.of(COMPANY);
  }

  /** The fields of a deal. */
  public static final Set<Field> OF_DEALS = fields(Of.DEAL);

  /** The fields of a contact. */
  public static final Set<Field> OF_CONTACTS = fields(Of.CONTACT);

  /** The fields of a company. */
  public static final Set<Field> OF_COMPANIES = fields(Of.COMPANY);

  /** What the portal itself writes. */
  private static final Set<Field> READ_ONLY =
      EnumSet.of(
          ID,
          STAGE_SEMANTIC_ID,
          IS_NEW,
          CLOSED,
          HAS_PHONE,
          HAS_EMAIL,
          HAS_IMOL,
          CREATED_BY,
          UPDATED_BY,
          CREATED_TIME,
          UPDATED_TIME,
          IS_RECURRING);

  private final String itemName;
  private final String legacyName;
  private final Kind kind;
  private final Set<Of> owners;
  private final String initially;

  Field(String itemName, String legacyName, Kind kind, Set<Of> owners) {
    this(itemName, legacyName, kind, owners, "");
  }

  Field(String itemName, String legacyName, Kind kind, Set<Of> owners, String initially) {
    this.itemName = itemName;
    this.legacyName = legacyName;
    this.kind = kind;
    this.owners = owners;
    this.initially = initially;
  }

  private static Set<Field> fields(Of owner) {
    Set<Field> fields = EnumSet.noneOf(Field.class);
    Arrays.stream(values()).filter(each -> each.owners.contains(owner)).forEach(fields::add);
    return Collections.unmodifiableSet(fields);
  }

  /** The name in {@code crm.item.*}, for example {@code contactId}. */
  public String itemName() {
    return itemName;
  }

  /** The name in {@code crm.deal.list} and {@code crm.contact.list}. */
  public String legacyName() {
    return legacyName;
  }

  public Kind kind() {
    return kind;
  }

  /** What a record has that was never given a value; empty for nothing. */
  public String initially() {
    return initially;
  }

  /** Whether only the portal writes it. */
  public boolean isReadOnly() {
    return READ_ONLY.contains(this);
  }

  /** The field called {@code name} in {@code crm.item.*}, in camel or upper case. */
  static Optional<Field> ofItem(String name, Set<Field> among) {
    String plain = name.replace("_", "").toLowerCase(Locale.ROOT);
    return among.stream()
        .filter(field -> field.kind != Kind.MULTI || field == FM)
        .filter(field -> field.itemName.toLowerCase(Locale.ROOT).equals(plain))
        .findFirst();
  }

  /** The field called {@code name} in the older methods. */
  public static Optional<Field> ofLegacy(String name, Set<Field> among) {
    return among.stream()
        .filter(field -> field != FM)
        .filter(field -> field.legacyName.equals(name))
        .findFirst();
  }
}
