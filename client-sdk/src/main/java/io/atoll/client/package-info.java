/** The client of Atoll. */
package io.atoll.client;
