package io.atoll.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterOfDevTest {
  @TempDir private Path directory;

  @Test
  void itReadsWhatItWrote() throws Exception {
    SequencedMap<String, List<String>> dcs = new LinkedHashMap<>();
    dcs.put("us", List.of("http://127.0.0.1:1", "http://127.0.0.1:2"));
    dcs.put("eu", List.of("http://127.0.0.1:3"));
    Path file = directory.resolve("router.yaml");
    Files.writeString(file, RouterOfDev.configuration(0, dcs));
    Vertx vertx = Vertx.vertx();
    try {
      var router = RouterOfDev.start(vertx, file).await();
      assertThat(router.upstreams().dcs()).extracting(dc -> dc.name()).containsExactly("us", "eu");
      router.close().await();
    } finally {
      vertx.close().await();
    }
  }
}
