package dev.steadfast.gateway.access;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An issuer of tokens, as an identity provider is one; it also makes all those that nobody should. */
public final class Issuer {

    public static final String NAME = "https://issuer.example.org";
    public static final String AUDIENCE = "steadfast";

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final int COORDINATE_BYTES = 32;

    private final String keyId;
    private final String algorithm;
    private final KeyPair pair;

    private Issuer(String keyId, String algorithm, KeyPair pair) {
        this.keyId = keyId;
        this.algorithm = algorithm;
        this.pair = pair;
    }

    public static Issuer rsa(String keyId) {
        return new Issuer(keyId, "RS256", pair("RSA"));
    }

    static Issuer ellipticCurve(String keyId) {
        return new Issuer(keyId, "ES256", pair("EC"));
    }

    private static KeyPair pair(String type) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
            if (type.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Claims that are all right, for a role. */
    public static JsonObject claims(Role... roles) {
        JsonArray words = new JsonArray();
        for (Role role : roles) {
            words.add(role.word());
        }
        long now = Instant.now().getEpochSecond();
        return new JsonObject()
                .put("iss", NAME)
                .put("aud", AUDIENCE)
                .put("sub", "somebody")
                .put("iat", now)
                .put("exp", now + 600)
                .put("roles", words);
    }

    /** A good token. */
    public String token(JsonObject claims) {
        return token(new JsonObject().put("alg", algorithm).put("kid", keyId), claims);
    }

    /** A token with a header of one's choice, signed with this issuer's key. */
    String token(JsonObject header, JsonObject claims) {
        String content = encoded(header) + "." + encoded(claims);
        try {
            Signature signature =
                    Signature.getInstance(algorithm.equals("RS256") ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
            signature.initSign(pair.getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token that says of itself that it has no signature. */
    static String unsigned(JsonObject claims) {
        return encoded(new JsonObject().put("alg", "none")) + "." + encoded(claims) + ".";
    }

    /** A token that takes the public key for the secret of a symmetric signature: the confusion of algorithms. */
    String confused(JsonObject claims) {
        String content = encoded(new JsonObject().put("alg", "HS256").put("kid", keyId)) + "." + encoded(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(pair.getPublic().getEncoded(), "HmacSHA256"));
            return content + "." + BASE64.encodeToString(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its public key as a JSON Web Key. */
    JsonObject key() {
        JsonObject key =
                new JsonObject().put("kid", keyId).put("alg", algorithm).put("use", "sig");
        if (pair.getPublic() instanceof RSAPublicKey rsa) {
            return key.put("kty", "RSA").put("n", encoded(rsa.getModulus())).put("e", encoded(rsa.getPublicExponent()));
        }
        ECPublicKey curve = (ECPublicKey) pair.getPublic();
        return key.put("kty", "EC")
                .put("crv", "P-256")
                .put("x", coordinate(curve.getW().getAffineX()))
                .put("y", coordinate(curve.getW().getAffineY()));
    }

    /** Key sets of several issuers. */
    public static JsonObject keySet(Issuer... issuers) {
        JsonArray keys = new JsonArray();
        for (Issuer issuer : issuers) {
            keys.add(issuer.key());
        }
        return new JsonObject().put("keys", keys);
    }

    private static String encoded(JsonObject json) {
        return BASE64.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return BASE64.encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String coordinate(BigInteger number) {
        byte[] fixed = new byte[COORDINATE_BYTES];
        byte[] bytes = number.toByteArray();
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_BYTES - length, length);
        return BASE64.encodeToString(fixed);
    }
}
