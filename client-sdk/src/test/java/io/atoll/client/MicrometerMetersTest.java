package io.atoll.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.client.failure.AtollException;
import io.atoll.client.failure.SessionFull;
import io.atoll.wire.FailureCode;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Example;

/** What is counted, and that nothing needs the library that counts. */
class MicrometerMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Given given = new Given(AtollClient.builder().meterRegistry(registry));

  private Timer requests(String operation, String outcome) {
    return registry
        .get("atoll.client.requests")
        .tag("operation", operation)
        .tag("outcome", outcome)
        .timer();
  }

  @Example
  void everyOperationIsTimedUnderWhatCameOfIt() {
    CompletionStage<Written> put = given.users.put("ada", "1");
    given.nowNanos += 7_000_000;
    given.done(put);
    assertThat(requests("put", "fulfilled").count()).isEqualTo(1);
    assertThat(requests("put", "fulfilled").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(7);
    given.users.delete("ada");
    given.engine.take().fail(FailureCode.UNAVAILABLE);
    assertThat(requests("delete", "unavailable").count()).isEqualTo(1);
    given.done(given.users.getAll(List.of("ada", "bob")));
    assertThat(requests("get", "fulfilled").count()).isEqualTo(2);
    given.done(given.users.update("bob", was -> Optional.of("2")));
    assertThat(requests("update", "fulfilled").count()).isEqualTo(1);
    assertThat(requests("get", "fulfilled").count()).isEqualTo(2);
    given.failed(
        given.users.update(
            "bob",
            was -> {
              throw new IllegalStateException();
            }));
    assertThat(requests("update", "function_threw").count()).isEqualTo(1);
  }

  @Example
  void mergesAreCountedAndTheirWritesTimed() {
    given.done(given.users.put("ada", "1"));
    given.done(given.users.put("ada", "2"));
    given.done(given.users.withResolver(all -> "3").get("ada"));
    assertThat(registry.get("atoll.client.merges").tag("written.back", "true").counter().count())
        .isEqualTo(1);
    assertThat(requests("write_back", "fulfilled").count()).isEqualTo(1);
  }

  @Example
  void everyFailureIsListedOnThePageOfMeters() throws Exception {
    String page = Files.readString(Path.of("../docs/metrics.md"));
    MicrometerMeters meters = new MicrometerMeters(registry);
    meters.ended(Operation.GET, new SessionFull("full"), 1);
    assertThat(requests("get", "session_full").count()).isEqualTo(1);
    for (Class<?> type : AtollException.class.getPermittedSubclasses()) {
      String name = type.getSimpleName().replaceAll("(?<=[a-z])[A-Z]", "_$0");
      assertThat(page).contains("`" + name.toLowerCase(Locale.ROOT) + "`");
    }
  }

  /** The client is loaded, built and used where neither Micrometer nor Jackson can be found. */
  @Example
  void aClientNeedsNeitherMicrometerNorJackson() throws Exception {
    try (URLClassLoader bare = new Bare()) {
      Class<?> use = bare.loadClass(BareUse.class.getName());
      assertThat(use.getClassLoader()).isSameAs(bare);
      assertThat(use.getMethod("use").invoke(null)).isEqualTo("Optional[1]");
    }
  }

  /** Knows the classes of this project, and no optional ones. */
  private static final class Bare extends URLClassLoader {
    Bare() {
      super(
          new URL[] {
            AtollClient.class.getProtectionDomain().getCodeSource().getLocation(),
            BareUse.class.getProtectionDomain().getCodeSource().getLocation()
          },
          ClassLoader.getPlatformClassLoader());
    }
  }

  /** What is done where optional libraries are missing. */
  public static final class BareUse {
    private BareUse() {}

    public static String use() {
      Given given = new Given();
      given.done(given.users.put("ada", "1"));
      return given.done(given.users.get("ada")).value().toString();
    }
  }
}
