package io.atoll.architecture;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import io.vertx.core.Vertx;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetworkOptions;
import io.vertx.core.net.TCPSSLOptions;
import java.util.Set;

/** What of Vert.x gives a socket options that nobody else sees. */
final class SocketCalls {
  private static final Set<String> MAKERS =
      Set.of(
          "createNetServer",
          "createNetClient",
          "createHttpServer",
          "createHttpClient",
          "createWebSocketClient",
          "createDatagramSocket");

  private SocketCalls() {}

  /** Whether an access makes options, makes a socket without any, or decides on TLS. */
  static boolean areOwn(JavaAccess<?> access) {
    AccessTarget target = access.getTarget();
    JavaClass owner = target.getOwner();
    String name = target.getName();
    if (name.equals("<init>")) {
      return owner.isAssignableTo(NetworkOptions.class)
          || owner.isAssignableTo(PoolOptions.class)
          || owner.isAssignableTo(ConnectOptions.class)
          // The same in another form.
          || owner.getPackageName().startsWith("io.vertx.core")
              && owner.getSimpleName().endsWith("Config");
    }
    boolean makesBare =
        owner.isAssignableTo(Vertx.class)
            && MAKERS.contains(name)
            && target instanceof AccessTarget.CodeUnitAccessTarget unit
            && unit.getRawParameterTypes().isEmpty();
    return makesBare || name.startsWith("setSsl") && hasTls(owner);
  }

  private static boolean hasTls(JavaClass owner) {
    return owner.isAssignableTo(TCPSSLOptions.class) || owner.isAssignableTo(ConnectOptions.class);
  }
}
