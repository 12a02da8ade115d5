package io.dealsync.bitrix.wire;

import static io.dealsync.portal.PortalFailure.Kind.CONFIGURATION;
import static io.dealsync.portal.PortalFailure.Kind.REFUSED;
import static io.dealsync.portal.PortalFailure.Kind.UNREACHABLE;
import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;

/**
 * What to do about each error (contract 4.2). The code decides; the status only where the code is
 * unknown, because documented codes come under varying statuses.
 */
final class ErrorTable {

  private static final ErrorAction RETRY = new ErrorAction.RetrySoon();
  private static final ErrorAction ACCEPT = new ErrorAction.Accept();

  private static final ErrorAction REMOVED =
      configuration(
          "The application was removed from %s. Install it there, and authorise it: `dealsync"
              + " authorize`.");
  private static final ErrorAction NOT_THIS_WAY =
      configuration(
          "%s does not let this kind of authorisation call the method. Use an incoming webhook"
              + " with the scope crm, or an application.");

  private static final String LACKS_RIGHTS =
      "On %s the user behind the webhook or application lacks the rights. Give them rights on deals"
          + " and contacts, or use another user's.";
  private static final String WRONG_WEBHOOK =
      "%s does not accept the webhook: its code is wrong, or it was deleted or has expired. Create"
          + " an incoming webhook with the scope crm there and configure its address.";

  private static final Map<String, ErrorAction> BY_CODE =
      Map.ofEntries(
          entry("QUERY_LIMIT_EXCEEDED", new ErrorAction.SlowDown()),
          entry("OPERATION_TIME_LIMIT", new ErrorAction.AwaitBudget()),
          entry("EXPIRED_TOKEN", new ErrorAction.RenewToken()),
          entry("INTERNAL_SERVER_ERROR", RETRY),
          entry("ERROR_UNEXPECTED_ANSWER", RETRY),
          entry("ERROR_CORE", RETRY),
          entry("ERROR_BATCH_METHOD_NOT_ALLOWED", ACCEPT),
          entry("ERROR_BATCH_LENGTH_EXCEEDED", ACCEPT),
          entry("ERROR_ARGUMENT", ACCEPT),
          entry("NOT_FOUND", ACCEPT),
          entry("INVALID_ARG_VALUE", ACCEPT),
          entry("ALLOWED_ONLY_INTRANET_USER", ACCEPT),
          entry(
              "OVERLOAD_LIMIT",
              refused("%s has been blocked by Bitrix24 for overload. Ask its support.")),
          entry(
              "PORTAL_DELETED",
              refused("%s was deleted, or its public part is closed. Ask its administrator.")),
          entry(
              "PAYMENT_REQUIRED",
              refused(
                  "The subscription of %s has ended, or its plan does not include REST. Renew it"
                      + " there.")),
          entry(
              "METHOD_CONFIRM_WAITING",
              refused("%s waits for an administrator to confirm the method.")),
          entry(
              "METHOD_CONFIRM_DENIED",
              refused("On %s an administrator denied the method. Ask them to allow it.")),
          entry(
              "ERROR_MANIFEST_IS_NOT_AVAILABLE",
              refused("%s does not offer REST at the moment. Ask its administrator.")),
          entry("CONNECTION_ERROR", new ErrorAction.StopRun(UNREACHABLE, "%s is not connected.")),
          entry("INVALID_REQUEST", configuration("%s wants to be called otherwise: use https.")),
          entry(
              "NO_AUTH_FOUND",
              configuration(
                  "%s found no authorisation in the call: the webhook's address is not whole, or"
                      + " something on the way takes it out. Configure the address as the portal"
                      + " shows it.")),
          entry(
              "INVALID_TOKEN",
              configuration(
                  "%s does not know the OAuth token. Authorise the application again:"
                      + " `dealsync authorize`.")),
          entry(
              "AUTHORIZATION_ERROR",
              configuration(
                  "%s cannot sign in the user behind the webhook or application: they were"
                      + " dismissed, or may not sign in. Create the webhook as another user, or let"
                      + " another one authorise the application: `dealsync authorize`.")),
          entry("ERROR_OAUTH", REMOVED),
          entry("NOT_INSTALLED", REMOVED),
          entry("APPLICATION_NOT_FOUND", REMOVED),
          entry(
              "WRONG_CLIENT",
              configuration(
                  "%s does not know the application: its id is wrong (oauth.client-id), or it was"
                      + " deleted.")),
          entry("ACCESS_ERROR", NOT_THIS_WAY),
          entry("WRONG_AUTH_TYPE", NOT_THIS_WAY),
          entry(
              "INSUFFICIENT_SCOPE",
              configuration(
                  "The webhook or application on %s lacks the scope crm. Add it there under"
                      + " Developer resources.")),
          entry(
              "USER_ACCESS_ERROR",
              configuration(
                  "On %s the user behind the webhook or application may not use it. Let them, or"
                      + " use another user's.")),
          entry(
              "ERROR_METHOD_NOT_FOUND",
              configuration(
                  "%s does not know the method. It must be a Bitrix24 with CRM, and on its own"
                      + " server an up-to-date one.")));

  private ErrorTable() {}

  static ErrorAction reaction(PortalError error) {
    ErrorAction known = BY_CODE.get(error.code().strip().toUpperCase(Locale.ROOT));
    if (known != null) {
      return known;
    }
    if (error.code().strip().equalsIgnoreCase("INVALID_CREDENTIALS")) {
      return configuration(error.status() == 403 ? LACKS_RIGHTS : WRONG_WEBHOOK);
    }
    if (error.code().equalsIgnoreCase("ACCESS_DENIED")) {
      return isPlanExpired(error)
          ? refused("%s has no plan that includes REST. Renew it there.")
          : ACCEPT;
    }
    return byStatus(error);
  }

  /** Shares its code with the refusal of a single deal (contract 4.2). */
  private static boolean isPlanExpired(PortalError error) {
    return error.text().toLowerCase(Locale.ROOT).contains("commercial");
  }

  private static ErrorAction byStatus(PortalError error) {
    return switch (error.status()) {
      case 401 ->
          error.code().isBlank()
              ? ACCEPT
              : configuration("%s does not accept the authorisation. Check it.");
      case 408 -> RETRY;
      case 429 -> new ErrorAction.AwaitBudget();
      default -> error.status() >= 500 ? RETRY : ACCEPT;
    };
  }

  private static ErrorAction configuration(String advice) {
    return new ErrorAction.StopRun(CONFIGURATION, advice);
  }

  private static ErrorAction refused(String advice) {
    return new ErrorAction.StopRun(REFUSED, advice);
  }
}
