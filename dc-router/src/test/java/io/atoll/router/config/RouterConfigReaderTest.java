package io.atoll.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atoll.platform.config.ConfigException;
import io.atoll.platform.config.ConfigProblem;
import io.atoll.router.health.NodeAddress;
import io.atoll.router.health.Upstreams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterConfigReaderTest {
  @TempDir private Path directory;

  @Test
  void dcsByFlagsAreEnough() throws ConfigException {
    RouterConfig config =
        RouterConfigReader.read(
            null,
            Map.of(),
            Map.of("--local-dc", "eu", "--rate-per-second", "7"),
            List.of("us=http://127.0.0.1:7400,10.0.0.2", "eu=http://[::1]:7500/"),
            List.of());
    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.port()).isEqualTo(7390);
    assertThat(config.upstreams().dcs()).extracting(Upstreams.Dc::name).containsExactly("us", "eu");
    assertThat(config.upstreams().dcs().getFirst().nodes())
        .extracting(NodeAddress::url)
        .containsExactly("http://127.0.0.1:7400", "http://10.0.0.2:7400");
    assertThat(config.upstreams().dcs().get(1).nodes().getFirst().url())
        .isEqualTo("http://[::1]:7500");
    assertThat(config.localDc()).isEqualTo("eu");
    assertThat(config.rate().burst()).isEqualTo(7);
  }

  @Test
  void aFlagIsStrongerThanAVariableAndThatThanTheFile() throws Exception {
    Path file =
        file(
            """
            listen: 0.0.0.0:1000
            drainMs: 1
            limits:
              maxBodyBytes: 100
            seeds: http://a:1
            dcs:
              us: [http://b:2, http://c:3]
            """);
    RouterConfig config =
        RouterConfigReader.read(
            file,
            Map.of(
                "ATOLL_ROUTER_DRAIN_MS", "2",
                "ATOLL_ROUTER_LISTEN", "0.0.0.0:1001",
                "ATOLL_ROUTER_SEEDS", "http://d:4,http://e:5",
                "ATOLL_URL", "http://other"),
            Map.of("--listen", "0.0.0.0:1002"),
            List.of(),
            List.of());
    assertThat(config.port()).isEqualTo(1002);
    assertThat(config.drainMs()).isEqualTo(2);
    assertThat(config.limits().maxBodyBytes()).isEqualTo(100);
    assertThat(config.seeds()).extracting(NodeAddress::host).containsExactly("d", "e");
    assertThat(config.upstreams().dcs().getFirst().nodes()).hasSize(2);
  }

  @Test
  void everyMistakeIsToldAtOnceWithItsPlace() throws IOException {
    Path file =
        file(
            """
            listen: here
            limits:
              maxBodyBytes: 0
              speed: 3
            dcs:
              us: [http://a:1, ftp://b]
              eu: http://a:1
            dcs: {}
            """);
    ConfigException refused =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                RouterConfigReader.read(
                    file,
                    Map.of("ATOLL_ROUTER_LISTN", "x"),
                    Map.of("--loops", "many"),
                    List.of(),
                    List.of("nowhere:0")));
    assertThat(mistakes(refused))
        .anyMatch(m -> m.contains(":1:9: listen 'here': must be HOST:PORT"))
        .anyMatch(m -> m.contains(":3:17: limits.maxBodyBytes '0': must be a whole number from 1"))
        .anyMatch(m -> m.contains(":4:3: unknown field limits.speed; known: connections, "))
        .anyMatch(m -> m.contains(":6:20: 'ftp://b': must be http://HOST:PORT"))
        .anyMatch(m -> m.contains(":7:7: http://a:1 is listed twice, in us and in eu"))
        .anyMatch(m -> m.contains(":8:1: dcs is written twice, first at "))
        .anyMatch(m -> m.startsWith("ATOLL_ROUTER_LISTN: unknown variable"))
        .anyMatch(m -> m.startsWith("--loops: loops 'many': must be a whole number from 0 to 256"))
        .anyMatch(m -> m.startsWith("--seed: 'nowhere:0': must be http://HOST:PORT"))
        .hasSize(9);
  }

  @Test
  void somebodyToRouteToIsNeeded() {
    assertThat(mistakes(Map.of(), List.of())).singleElement().asString().startsWith("--dc, --seed");
  }

  @Test
  void theLocalDcMustBeOneOfThoseListed() {
    assertThat(mistakes(Map.of("--local-dc", "ap"), List.of("us=a:1", "eu=b:1")))
        .containsExactly("--local-dc: localDc 'ap' is not one of the DCs: us, eu");
  }

  @Test
  void aFileThatIsNoneIsToldWithItsPlace() throws IOException {
    Path broken = file("dcs: [");
    ConfigException refused =
        catchThrowableOfType(
            ConfigException.class,
            () -> RouterConfigReader.read(broken, Map.of(), Map.of(), List.of(), List.of()));
    assertThat(mistakes(refused)).singleElement().asString().contains("not YAML");
    refused =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                RouterConfigReader.read(
                    directory.resolve("no.yaml"), Map.of(), Map.of(), List.of(), List.of()));
    assertThat(mistakes(refused)).singleElement().asString().contains("there is no such file");
  }

  @Test
  void namesOfFlagsAndVariablesFollowThePath() {
    assertThat(RouterSettings.MAX_BODY_BYTES.flag()).isEqualTo("--limits-max-body-bytes");
    assertThat(RouterSettings.MAX_BODY_BYTES.variable(RouterSettings.VARIABLES))
        .isEqualTo("ATOLL_ROUTER_LIMITS_MAX_BODY_BYTES");
    assertThat(RouterSettings.ALL)
        .allMatch(s -> s.fallback() == null || s.parser().apply(s.fallback()) != null);
  }

  private static List<String> mistakes(Map<String, String> flags, List<String> dcs) {
    return mistakes(
        catchThrowableOfType(
            ConfigException.class,
            () -> RouterConfigReader.read(null, Map.of(), flags, dcs, List.of())));
  }

  private static List<String> mistakes(ConfigException refused) {
    return refused.problems().stream().map(ConfigProblem::toString).toList();
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("router.yaml"), text);
  }
}
