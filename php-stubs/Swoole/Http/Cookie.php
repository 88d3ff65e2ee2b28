<?php

namespace Swoole\Http;

/**
 * A cookie, put together step by step, for {@see Response::cookie()}:
 *
 *     $cookie = (new Swoole\Http\Cookie())->withName('user')->withValue('anna')->withPath('/')->withHttpOnly(true);
 *     $response->cookie($cookie);
 */
class Cookie
{
    /**
     * @param bool $encode The value is encoded as in URLs.
     */
    public function __construct(bool $encode = true)
    {
    }

    /**
     * Sets the name.
     *
     * @param string $name Letters, digits and most signs, but none of `=,; \t\r\n\013\014`.
     *
     * @return Cookie The cookie itself.
     */
    public function withName(string $name)
    {
    }

    /**
     * Sets the value.
     *
     * @param string $value Any text, if it is encoded. "" deletes the cookie in the browser.
     *
     * @return Cookie The cookie itself.
     */
    public function withValue(string $value = '')
    {
    }

    /**
     * Sets until when the browser keeps it.
     *
     * @param int $expires Unix time in seconds; 0: until the browser is closed.
     *
     * @return Cookie The cookie itself.
     */
    public function withExpires(int $expires = 0)
    {
    }

    /**
     * Sets the path below which the browser sends it back.
     *
     * @param string $path `/` for the whole site; "" for the folder of the request.
     *
     * @return Cookie The cookie itself.
     */
    public function withPath(string $path = '/')
    {
    }

    /**
     * Sets the domain whose hosts get it back.
     *
     * @param string $domain "" means this host only.
     *
     * @return Cookie The cookie itself.
     */
    public function withDomain(string $domain = '')
    {
    }

    /**
     * Sets whether it goes over https only.
     *
     * @param bool $secure Whether it does.
     *
     * @return Cookie The cookie itself.
     */
    public function withSecure(bool $secure = false)
    {
    }

    /**
     * Sets whether it is out of reach of JavaScript.
     *
     * @param bool $httpOnly Whether it is.
     *
     * @return Cookie The cookie itself.
     */
    public function withHttpOnly(bool $httpOnly = false)
    {
    }

    /**
     * Sets with whose requests it goes.
     *
     * @param string $sameSite `Lax`, `Strict` or `None`; "" leaves the attribute out.
     *
     * @return Cookie The cookie itself.
     */
    public function withSameSite(string $sameSite = '')
    {
    }

    /**
     * Sets how long a browser with too many cookies keeps it.
     *
     * @param string $priority `Low`, `Medium` or `High`; "" leaves the attribute out.
     *
     * @return Cookie The cookie itself.
     */
    public function withPriority(string $priority = '')
    {
    }

    /**
     * Sets whether there is one for each top-level site (CHIPS).
     *
     * @param bool $partitioned Whether there is.
     *
     * @return Cookie The cookie itself.
     */
    public function withPartitioned(bool $partitioned = false)
    {
    }

    /**
     * The line as it stands behind `Set-Cookie:`.
     *
     * @return string|false The line; false with a warning when the name is empty or a part has what would begin another one.
     */
    public function toString()
    {
    }

    /**
     * All parts.
     *
     * @return array{name: string, value: string, path: string, domain: string, sameSite: string, priority: string, encode: bool, expires: int, secure: bool, httpOnly: bool, partitioned: bool}
     */
    public function toArray()
    {
    }

    /**
     * Empties all parts, for another cookie.
     *
     * @return void
     */
    public function reset()
    {
    }
}
