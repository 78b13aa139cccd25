package io.atoll.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.server.binary.BinarySettings;
import io.atoll.server.http.HttpSettings;
import io.atoll.storage.StorageShard;
import org.junit.jupiter.api.Test;

class DoorSettingsTest {
  @Test
  void noDoorAllowsWhatStorageDoesNotHold() {
    assertThat(RequestRules.MAX_KEY_BYTES).isEqualTo(StorageShard.MAX_KEY_BYTES);
    assertThat(RequestRules.MAX_VALUE_BYTES).isLessThanOrEqualTo(StorageShard.MAX_VALUE_BYTES);
    assertThatThrownBy(() -> new HttpSettings.Sizes(65_536, 1, 1))
        .hasMessage("sizes.maxKeyBytes is 65536: it must be 1 to 65535");
    assertThatThrownBy(() -> new BinarySettings.Sizes(1, 1 << 25))
        .hasMessage("sizes.maxValueBytes is 33554432: it must be 1 to 16777216");
  }

  @Test
  void impossibleSettingsOfHttpSayWhatWouldBeRight() {
    assertThatThrownBy(() -> new HttpSettings.Listen(" ", 0))
        .hasMessage("listen.host is ' ': it must be a name or an IP address");
    assertThatThrownBy(() -> new HttpSettings.Listen("h", 65_536))
        .hasMessage("listen.port is 65536: it must be 0 to 65535");
    assertThatThrownBy(() -> new HttpSettings.Load(0, 1))
        .hasMessage("load.maxInFlight is 0: it must be at least 1");
    assertThatThrownBy(() -> new HttpSettings.RequestTimeouts(31, 30))
        .hasMessage("requests.defaultMs is 31: it must be 1 to requests.maxMs, 30");
    assertThatThrownBy(() -> new HttpSettings.Waits(1, 0, 1, 1))
        .hasMessage("waits.bodyMs is 0: it must be at least 1");
  }

  @Test
  void impossibleSettingsOfTheClientPortSayWhatWouldBeRight() {
    assertThatThrownBy(() -> new BinarySettings.Listen("h", 0, -1))
        .hasMessage("listen.httpPort is -1: it must be 0 to 65535");
    assertThatThrownBy(() -> new BinarySettings.Load(1, 1, 0))
        .hasMessage("load.maxUnsentBytes is 0: it must be at least 1");
    assertThatThrownBy(() -> new BinarySettings.RequestTimeouts(0, 30))
        .hasMessage("requests.defaultMs is 0: it must be 1 to requests.maxMs, 30");
    assertThatThrownBy(() -> new BinarySettings.Waits(1, 1, 1, 0, 1))
        .hasMessage("waits.stallMs is 0: it must be at least 1");
  }
}
