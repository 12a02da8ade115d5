package io.dealsync.bitrix.http;

import io.dealsync.files.Openness;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Who is trusted to vouch for servers: the authorities that Java knows, and further ones. */
public final class Authorities {

  private final SSLContext context;

  private Authorities(SSLContext context) {
    this.context = context;
  }

  /**
   * Adds those whose certificates stand in a file, in PEM.
   *
   * @throws IllegalArgumentException with a sentence, when it holds none
   */
  public static Authorities with(Path file) {
    try {
      KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
      all.load(null, null);
      int number = 0;
      for (X509Certificate known : knownToJava()) {
        all.setCertificateEntry("java-" + number++, known);
      }
      for (Certificate further : read(file)) {
        all.setCertificateEntry("file-" + number++, further);
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(all), null);
      return new Authorities(context);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "%s cannot be read (%s).".formatted(file, ReadFailure.why(unreadable)), unreadable);
    } catch (GeneralSecurityException unusable) {
      throw new IllegalArgumentException(
          "%s holds no certificates in PEM (-----BEGIN CERTIFICATE-----).".formatted(file),
          unusable);
    }
  }

  private static Collection<? extends Certificate> read(Path file)
      throws IOException, GeneralSecurityException {
    requireOurs(file);
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new GeneralSecurityException("no certificate");
      }
      return found;
    }
  }

  /** Whoever writes it decides who can pass for a portal. */
  private static void requireOurs(Path file) throws IOException {
    switch (Openness.of(file)) {
      case WRITABLE ->
          throw new IllegalArgumentException(
              "others may write %s, and so decide who is trusted: chmod go-w %1$s".formatted(file));
      case FOREIGN ->
          throw new IllegalArgumentException(
              "%s belongs to another user of this machine, who would decide who is trusted."
                  .formatted(file));
      case READABLE, CLOSED -> {}
    }
  }

  private static X509Certificate[] knownToJava() throws GeneralSecurityException {
    for (TrustManager manager : managers(null)) {
      if (manager instanceof X509TrustManager x509) {
        return x509.getAcceptedIssuers();
      }
    }
    return new X509Certificate[0];
  }

  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  public SSLContext context() {
    return context;
  }
}
