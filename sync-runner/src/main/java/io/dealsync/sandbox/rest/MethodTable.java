package io.dealsync.sandbox.rest;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The methods the portal knows, by lower-case name, with the scope each needs. */
final class MethodTable {

  /** Scope of the CRM methods. */
  static final String CRM = "crm";

  /** No scope needed. */
  static final String NO_SCOPE = "";

  /** A method and the scope it needs. */
  record Entry(String name, String scope, RestMethod method) {}

  private final Map<String, Entry> entries = new HashMap<>();

  void add(String name, String scope, RestMethod method) {
    String key = name.toLowerCase(Locale.ROOT);
    entries.put(key, new Entry(key, scope, method));
  }

  Optional<Entry> find(String lowerCaseName) {
    return Optional.ofNullable(entries.get(lowerCaseName));
  }
}
