package io.dealsync.crash;

import io.dealsync.journal.Journal;
import io.dealsync.journal.RunLease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;

/** The core's ports with every commit reported to a {@link Gate}, before it and after it. */
final class Reported {

  private static final Set<String> SILENT =
      Set.of("run", "undoes", "news", "pending", "openIntents", "proveLease");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI points;

  Reported(URI points) {
    this.points = points;
  }

  RunLease lease(RunLease real) {
    return port(RunLease.class, real, "lease");
  }

  private <T> T port(Class<T> port, T real, String name) {
    Object proxy =
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (self, method, arguments) -> {
              Object result = call(real, method, arguments, name);
              return result instanceof Journal journal
                  ? port(Journal.class, journal, "journal")
                  : result;
            });
    return port.cast(proxy);
  }

  private Object call(Object real, Method method, Object[] arguments, String name)
      throws Throwable {
    if (SILENT.contains(method.getName())) {
      return invoke(real, method, arguments);
    }
    String commit = name + "." + method.getName();
    pass("before " + commit);
    Object result = invoke(real, method, arguments);
    pass("after " + commit);
    return result;
  }

  private static Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private void pass(String point) {
    try {
      client.send(
          HttpRequest.newBuilder(points).POST(HttpRequest.BodyPublishers.ofString(point)).build(),
          HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
