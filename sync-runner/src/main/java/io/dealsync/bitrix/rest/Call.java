package io.dealsync.bitrix.rest;

import io.dealsync.bitrix.wire.ResultReader;
import io.dealsync.portal.SendGate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/**
 * One HTTP request to a method.
 *
 * @param method the method's name
 * @param billed the methods that its working time may be billed to
 * @param parameters writes them as properties
 * @param reader reads the result
 * @param patience what may be done when there is no clear answer
 * @param notAfter the last moment at which it may leave, if there is one
 * @param departure is asked immediately before it leaves
 * @param <T> what the result gives
 */
public record Call<T>(
    String method,
    Collection<String> billed,
    Consumer<JsonGenerator> parameters,
    ResultReader<T> reader,
    RetryPolicy patience,
    Optional<Instant> notAfter,
    SendGate departure) {

  /** A call that changes nothing. */
  public static <T> Call<T> reading(
      String method, Consumer<JsonGenerator> parameters, ResultReader<T> reader) {
    return new Call<>(
        method,
        List.of(method),
        parameters,
        reader,
        RetryPolicy.READING,
        Optional.empty(),
        Optional::empty);
  }

  /** A call that changes something. */
  public static <T> Call<T> writing(
      String method, Consumer<JsonGenerator> parameters, ResultReader<T> reader) {
    return new Call<>(
        method,
        List.of(method),
        parameters,
        reader,
        RetryPolicy.WRITING,
        Optional.empty(),
        Optional::empty);
  }

  /** The same call with less or more patience. */
  public Call<T> patience(RetryPolicy other) {
    return new Call<>(method, billed, parameters, reader, other, notAfter, departure);
  }

  /** The same call, which may leave until a moment only. */
  public Call<T> notAfter(Instant last) {
    return new Call<>(method, billed, parameters, reader, patience, Optional.of(last), departure);
  }

  /** The same call, which leaves only if nothing objects. */
  public Call<T> after(SendGate proof) {
    return new Call<>(method, billed, parameters, reader, patience, notAfter, proof);
  }

  public boolean isTooLate(Instant now) {
    return notAfter.isPresent() && now.isAfter(notAfter.get());
  }
}
