package io.dealsync.sandbox.rest;

import java.util.Map;
import java.util.regex.Pattern;

/** Error texts in the portal's language (contract 1.1). */
final class Texts {

  private static final Map<String, String> RUSSIAN =
      Map.of(
          "Access denied.", "Доступ запрещён.",
          "Access denied", "Доступ запрещён",
          "Not found.", "Не найдено.",
          "Not found", "Не найдено");
  private static final Pattern CONTACT = Pattern.compile("\\[Contact #(\\d+)] .*");

  private Texts() {}

  /** The Russian text where a portal has one, else the text itself. */
  static String russian(String text) {
    String contact =
        CONTACT.matcher(text).replaceFirst("[Контакт #$1] У вас нет прав на просмотр элемента");
    return RUSSIAN.getOrDefault(text, contact);
  }
}
