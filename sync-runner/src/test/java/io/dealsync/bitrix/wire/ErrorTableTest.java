package io.dealsync.bitrix.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 4.2, row by row, and the statuses that older portals use instead. */
class ErrorTableTest {

  @ParameterizedTest
  @CsvSource({
    "503, QUERY_LIMIT_EXCEEDED, Too many requests, SlowDown",
    "200, QUERY_LIMIT_EXCEEDED, Too many requests, SlowDown",
    "429, OPERATION_TIME_LIMIT, Method is blocked due to operation time limit., AwaitBudget",
    "200, OPERATION_TIME_LIMIT, '', AwaitBudget",
    "503, OVERLOAD_LIMIT, REST API is blocked due to overload., REFUSED",
    "500, INTERNAL_SERVER_ERROR, Internal server error, RetrySoon",
    "500, ERROR_UNEXPECTED_ANSWER, Server returned an unexpected response., RetrySoon",
    "500, ERROR_CORE, whatever, RetrySoon",
    "400, ERROR_CORE, whatever, RetrySoon",
    "405, ERROR_BATCH_METHOD_NOT_ALLOWED, Method is not allowed for batch usage, Accept",
    "400, ERROR_BATCH_LENGTH_EXCEEDED, Max batch length exceeded, Accept",
    "400, INVALID_REQUEST, Https required., CONFIGURATION",
    "400, ERROR_ARGUMENT, Argument 'x' is null or empty, Accept",
    "401, NO_AUTH_FOUND, Wrong authorization data, CONFIGURATION",
    "200, NO_AUTH_FOUND, Wrong authorization data, CONFIGURATION",
    "401, expired_token, The access token provided has expired, RenewToken",
    "401, invalid_token, Unable to get application by token, CONFIGURATION",
    "401, METHOD_CONFIRM_WAITING, Waiting for confirmation, REFUSED",
    "401, INVALID_CREDENTIALS, Invalid request credentials, CONFIGURATION",
    "403, INVALID_CREDENTIALS, Invalid request credentials, CONFIGURATION",
    "403, insufficient_scope, '', CONFIGURATION",
    "401, insufficient_scope, The request requires higher privileges, CONFIGURATION",
    "403, user_access_error, The user does not have acess to the application., CONFIGURATION",
    "403, METHOD_CONFIRM_DENIED, Method call denied, REFUSED",
    "403, ACCESS_DENIED, REST API is available only on commercial plans., REFUSED",
    "401, ACCESS_DENIED, REST API is available only on commercial plans., REFUSED",
    "403, ACCESS_DENIED, Access denied!, Accept",
    "401, ACCESS_DENIED, Access denied!, Accept",
    "200, ACCESS_DENIED, Zugriff verweigert, Accept",
    "404, ERROR_METHOD_NOT_FOUND, Method not found!, CONFIGURATION",
    "404, ERROR_MANIFEST_IS_NOT_AVAILABLE, Manifest is not available, REFUSED",
    "500, PORTAL_DELETED, Portal was deleted, REFUSED",
    "403, PORTAL_DELETED, Portal was deleted, REFUSED",
    "401, authorization_error, Unable to authorize user, CONFIGURATION",
    "401, ERROR_OAUTH, Application not installed, CONFIGURATION",
    "401, NOT_INSTALLED, Application not installed, CONFIGURATION",
    "401, PAYMENT_REQUIRED, Subscription has been ended, REFUSED",
    "200, WRONG_CLIENT, Wrong client, CONFIGURATION",
    "403, ACCESS_ERROR, '', CONFIGURATION",
    "403, WRONG_AUTH_TYPE, '', CONFIGURATION",
    "400, authorization_error, Unable to authorize user, CONFIGURATION",
    "400, APPLICATION_NOT_FOUND, Application not found, CONFIGURATION",
    "502, CONNECTION_ERROR, '', UNREACHABLE",
    "402, PAYMENT_REQUIRED, Payment required, REFUSED",
    "400, '', Not found., Accept",
    "200, '', Not found., Accept",
    "401, '', Not found., Accept",
    "400, '', [Contact #54] You do not have permission to view this item, Accept",
    "403, allowed_only_intranet_user, '', Accept",
    "400, SOMETHING_NEW, '', Accept",
    "401, SOMETHING_NEW, '', CONFIGURATION",
    "408, SOMETHING_NEW, '', RetrySoon",
    "429, SOMETHING_NEW, '', AwaitBudget",
    "503, SOMETHING_NEW, '', RetrySoon",
    "500, '', '', RetrySoon",
  })
  void decides_by_code_then_by_status(int status, String code, String text, String expected) {
    ErrorAction reaction = new PortalError(status, code, text).reaction();

    assertThat(name(reaction)).isEqualTo(expected);
    if (reaction instanceof ErrorAction.StopRun stop) {
      assertThat(stop.advice().formatted("acme.bitrix24.com")).contains("acme.bitrix24.com");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, INVALID_CREDENTIALS, does not accept the webhook: its code is wrong, or it was deleted",
    "200, INVALID_CREDENTIALS, does not accept the webhook: its code is wrong, or it was deleted",
    "403, INVALID_CREDENTIALS, lacks the rights",
    "401, NO_AUTH_FOUND, found no authorisation in the call",
    "401, authorization_error, they were dismissed",
    "401, ERROR_OAUTH, The application was removed from acme",
    "401, NOT_INSTALLED, The application was removed from acme",
    "401, PAYMENT_REQUIRED, The subscription of acme has ended",
    "200, WRONG_CLIENT, its id is wrong",
    "401, invalid_token, dealsync authorize",
  })
  void says_what_it_means(int status, String code, String words) {
    ErrorAction.StopRun stop = (ErrorAction.StopRun) new PortalError(status, code, "").reaction();

    assertThat(stop.advice().formatted("acme")).contains(words);
  }

  private static String name(ErrorAction reaction) {
    return reaction instanceof ErrorAction.StopRun stop
        ? stop.kind().name()
        : reaction.getClass().getSimpleName();
  }

  @ParameterizedTest
  @CsvSource({
    "400, '', Not found., Not found.",
    "400, CODE, text, CODE: text",
    "400, CODE, '', CODE",
    "502, '', '', HTTP 502",
  })
  void words_an_error_in_one_line(int status, String code, String text, String line) {
    assertThat(new PortalError(status, code, text)).hasToString(line);
  }
}
