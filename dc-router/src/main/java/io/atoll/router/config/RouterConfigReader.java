package io.atoll.router.config;

import io.atoll.platform.config.ConfigException;
import io.atoll.platform.config.ConfigSources;
import io.atoll.platform.config.ConfigYaml;
import io.atoll.platform.config.Setting;
import io.atoll.platform.config.SettingValues;
import io.atoll.router.health.NodeAddress;
import io.atoll.router.health.Upstreams;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Puts a configuration together from a file, variables and flags, the later the stronger, and
 * reports everything that is wrong with it at once.
 */
public final class RouterConfigReader {
  private static final String DCS = "dcs";
  private static final String SEEDS = "seeds";

  private final ConfigSources sources =
      new ConfigSources(
          RouterSettings.VARIABLES,
          RouterSettings.ALL,
          Map.of(DCS, this::dcs, SEEDS, this::seeds),
          _ -> false);
  private final SettingValues values = sources.values();
  private final UpstreamsReader upstreams = new UpstreamsReader(sources::problem);

  private RouterConfigReader() {}

  /**
   * Reads a configuration.
   *
   * @param file the YAML file, or null
   * @param environment of the process
   * @param flags the values of {@link Setting#flag}s that were given
   * @param dcs the values of {@code --dc}
   * @param seeds the values of {@code --seed}
   * @throws ConfigException with every mistake
   */
  public static RouterConfig read(
      Path file,
      Map<String, String> environment,
      Map<String, String> flags,
      List<String> dcs,
      List<String> seeds)
      throws ConfigException {
    RouterConfigReader reader = new RouterConfigReader();
    if (file != null) {
      reader.sources.addFile(file);
    }
    reader.sources.addVariables(environment);
    reader.sources.addFlags(flags);
    reader.flags(dcs, seeds);
    reader.checkUpstreams();
    reader.sources.check();
    return reader.config();
  }

  private void dcs(ConfigYaml yaml, Node node) {
    upstreams.forgetNodes();
    yaml.fields(node, DCS)
        .forEach(
            (dc, nodes) -> {
              for (ScalarNode url : yaml.texts(nodes, DCS + "." + dc)) {
                upstreams.node(yaml.place(url), dc, url.getValue());
              }
            });
  }

  private void seeds(ConfigYaml yaml, Node node) {
    upstreams.forgetSeeds();
    for (ScalarNode list : yaml.texts(node, SEEDS)) {
      seeds(yaml.place(list), list.getValue());
    }
  }

  private void seeds(String place, String list) {
    for (String url : list.split(",", -1)) {
      upstreams.seed(place, url);
    }
  }

  private void flags(List<String> dcs, List<String> seeds) {
    if (!dcs.isEmpty()) {
      upstreams.forgetNodes();
      dcs.forEach(text -> upstreams.dcFlag("--dc", text));
    }
    if (!seeds.isEmpty()) {
      upstreams.forgetSeeds();
      seeds.forEach(list -> seeds("--seed", list));
    }
  }

  private void checkUpstreams() {
    Upstreams listed = upstreams.upstreams();
    if (listed.isEmpty() && upstreams.seeds().isEmpty() && !sources.hasProblems()) {
      sources.problem(
          "--dc, --seed",
          "which nodes? Name each DC's, --dc us=http://10.0.0.1:7400,http://10.0.0.2:7400 --dc"
              + " eu=..., or one to learn them from, --seed http://10.0.0.1:7400");
    }
    SettingValues.Placed<String> local = values.find(RouterSettings.LOCAL_DC);
    if (local != null
        && upstreams.seeds().isEmpty()
        && listed.dcs().stream().noneMatch(dc -> dc.name().equals(local.value()))) {
      sources.problem(
          local.place(),
          "localDc '%s' is not one of the DCs: %s"
              .formatted(
                  local.value(),
                  String.join(", ", listed.dcs().stream().map(Upstreams.Dc::name).toList())));
    }
  }

  private RouterConfig config() {
    NodeAddress listen = values.get(RouterSettings.LISTEN);
    int perSecond = values.get(RouterSettings.RATE_PER_SECOND);
    int burst = values.get(RouterSettings.RATE_BURST);
    return new RouterConfig(
        listen.host(),
        listen.port(),
        upstreams.upstreams(),
        upstreams.seeds(),
        text(RouterSettings.LOCAL_DC),
        values.get(RouterSettings.LOOPS),
        values.get(RouterSettings.LOOP_PATIENCE_MS),
        values.get(RouterSettings.DRAIN_MS),
        new RouterConfig.Limits(
            values.get(RouterSettings.MAX_BODY_BYTES),
            values.get(RouterSettings.REQUESTS_IN_FLIGHT),
            requestMemoryBytes(),
            values.get(RouterSettings.CONNECTIONS),
            values.get(RouterSettings.CONNECTIONS_PER_NODE)),
        new RouterConfig.RateLimit(
            perSecond,
            burst == 0 ? Math.max(1, perSecond) : burst,
            text(RouterSettings.RATE_HEADER),
            values.get(RouterSettings.RATE_CLIENTS)),
        new RouterConfig.Probes(
            values.get(RouterSettings.PROBES_EVERY_MS),
            values.get(RouterSettings.PROBES_TIMEOUT_MS)),
        values.get(RouterSettings.RETRIES_PERCENT));
  }

  private long requestMemoryBytes() {
    Long given = values.get(RouterSettings.REQUEST_MEMORY_BYTES);
    return given != null ? given : Runtime.getRuntime().maxMemory() / 4;
  }

  private String text(Setting<String> setting) {
    return Objects.requireNonNullElse(values.get(setting), "");
  }
}
