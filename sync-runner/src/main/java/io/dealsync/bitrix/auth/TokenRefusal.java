package io.dealsync.bitrix.auth;

import static java.util.Map.entry;

import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.PortalFailure.Kind;
import java.util.Locale;
import java.util.Map;

/** What the errors of a token server mean (contract 5). */
final class TokenRefusal {

  private static final String AUTHORISE_AGAIN = " Authorise it again: `dealsync authorize`.";

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          entry(
              "invalid_client",
              "%s does not accept the application's key: check its id and key (oauth.client-id,"
                  + " oauth.client-secret)."),
          entry(
              "wrong_client",
              "%s does not know the application: its id is wrong (oauth.client-id), or it was"
                  + " deleted."),
          entry(
              "invalid_grant",
              "%s gives no tokens (invalid_grant): the code or token was used before, has expired,"
                  + " or belongs to another application. A user must authorise the application"
                  + " again: `dealsync authorize`."),
          entry(
              "invalid_scope",
              "%s does not grant the application the scope crm. Add it there." + AUTHORISE_AGAIN),
          entry(
              "insufficient_scope",
              "%s does not grant the application the scope crm. Add it there." + AUTHORISE_AGAIN),
          entry(
              "authorization_error",
              "%s gives no tokens: the user who authorised the application was dismissed or may not"
                  + " sign in. Let another one authorise it: `dealsync authorize`."),
          entry(
              "error_oauth",
              "%s gives no tokens: the application was removed from the portal. Install it there."
                  + AUTHORISE_AGAIN),
          entry(
              "not_installed",
              "%s gives no tokens: the application was removed from the portal. Install it there."
                  + AUTHORISE_AGAIN),
          entry(
              "application_not_found",
              "%s gives no tokens: the application was removed from the portal. Install it there."
                  + AUTHORISE_AGAIN));

  private static final String UNKNOWN =
      "%s gives no tokens (%s): a user must authorise the application again: `dealsync authorize`.";

  private static final int LONGEST_CODE = 80;

  private TokenRefusal() {}

  static PortalFailure failure(String error, String host, Secrets secrets) {
    String code = error.toLowerCase(Locale.ROOT);
    if (code.equals("payment_required")) {
      return secrets.failure(
          Kind.REFUSED,
          "The portal's subscription has ended, or its plan does not include REST. Renew it"
              + " there.");
    }
    String known = WORDS.get(code);
    return secrets.failure(
        Kind.CONFIGURATION,
        known == null
            ? UNKNOWN.formatted(host, secrets.quoted(error, LONGEST_CODE))
            : known.formatted(host));
  }
}
