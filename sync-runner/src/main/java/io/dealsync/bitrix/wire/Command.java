package io.dealsync.bitrix.wire;

/**
 * One command of a batch.
 *
 * @param key names it in the answer; not a number, because an answer with numeric keys cannot be
 *     matched to its commands (contract 3.2)
 * @param method the method's name
 * @param query its parameters as a {@link Query}
 * @param reader reads its result
 * @param <T> what its result gives
 */
public record Command<T>(String key, String method, String query, ResultReader<T> reader) {

  public String value() {
    return query.isEmpty() ? method : method + '?' + query;
  }
}
