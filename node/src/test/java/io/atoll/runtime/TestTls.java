package io.atoll.runtime;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** Both ends of TLS, with a key that was made for the test and that its clients trust. */
public final class TestTls {
  private static final String PASSWORD = "test-only";

  private final PfxOptions store;

  private TestTls(PfxOptions store) {
    this.store = store;
  }

  /** Makes a key in a directory, which is the test's to delete. */
  public static TestTls in(Path directory) throws IOException, InterruptedException {
    Path file = directory.resolve("key.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-validity",
                "3650",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.txt").toFile())
            .start();
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new AssertionError(Files.readString(directory.resolve("keytool.txt")));
    }
    return new TestTls(new PfxOptions().setPath(file.toString()).setPassword(PASSWORD));
  }

  public NetServerOptions server() {
    return new NetServerOptions().setSsl(true).setKeyCertOptions(store);
  }

  public NetClientOptions client() {
    return new NetClientOptions()
        .setSsl(true)
        .setHostnameVerificationAlgorithm("")
        .setTrustOptions(store);
  }

  /** A blocking client of the JDK, which fails at the first byte that is not encrypted. */
  public Socket connect(Vertx vertx, int port) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, store.getTrustManagerFactory(vertx).getTrustManagers(), null);
    return context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
  }
}
