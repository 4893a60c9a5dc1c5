package dev.steadfast.gateway.access;

import dev.steadfast.gateway.problems.GatewayException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Refuses what nobody should have by oversight: a gateway that is open to a network, or that is sent keys which the network can read. */
final class Exposure {

    private Exposure() {}

    /**
     * Looks at the address to listen on.
     *
     * @throws GatewayException if it is of a network, and the settings do not go with that; the message says what to do
     */
    static void check(AccessSettings settings, String host) {
        if (!isInsecure(settings, host) || settings.allowInsecure()) {
            return;
        }
        if (!settings.asksForCredentials()) {
            throw new GatewayException(
                    ("gateway.host: must be an address that only this machine reaches, such as 127.0.0.1, while the gateway"
                                    + " asks for no credentials, was '%s'. Give it keys with gateway.access.api-keys ('steadfast"
                                    + " keys create' makes them) or gateway.access.jwks; or let whoever reaches it do everything,"
                                    + " with gateway.access.allow-insecure=true")
                            .formatted(host));
        }
        throw new GatewayException(
                ("gateway.access.tls-certificate: must be set where credentials come from a network, and gateway.host is"
                                + " '%s'. Without TLS anybody on the way could read them. Where a proxy in front speaks TLS, say so"
                                + " with gateway.access.behind-tls-proxy=true")
                        .formatted(host));
    }

    /** Whether a network reaches the gateway, and it asks for no credentials or lets the network read them. */
    static boolean isInsecure(AccessSettings settings, String host) {
        boolean encrypted = settings.encrypts() || settings.behindTlsProxy();
        return !isLoopback(host) && !(settings.asksForCredentials() && encrypted);
    }

    /** Whether only this machine reaches an address. */
    private static boolean isLoopback(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            throw new GatewayException(
                    "gateway.host: must be an address of this machine, was '%s', which cannot be resolved"
                            .formatted(host),
                    e);
        }
    }
}
