package io.dealsync.sandbox.rest;

/** How a request says who it is (contract 5). */
public sealed interface Credentials {

  /** An incoming webhook's user and code, from the path. */
  record Webhook(String user, String code) implements Credentials {
    @Override
    public String toString() {
      return "webhook of user " + user;
    }
  }

  /** An OAuth access token, from a header or parameter. */
  record Token(String value) implements Credentials {
    @Override
    public String toString() {
      return "access token";
    }
  }

  /** Nothing at all. */
  record Missing() implements Credentials {}
}
