"""One life of an unmodified nwp500-python, told in JSON lines: it hears orders on stdin and says what it sees on stdout."""

import asyncio
import datetime
import enum
import functools
import inspect
import json
import logging
import os
import sys

import nwp500
from nwp500 import NavienAPIClient, NavienAuthClient, NavienMqttClient, models


def say(what, **more):
    print(json.dumps({"say": what, **more}), flush=True)


class Complaints(logging.Handler):
    def emit(self, record):
        say("complaint", text=record.getMessage())


def plain(value):
    """What can be told of a value of the library, its derived fields too."""
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(each) for each in value]
    if hasattr(value, "model_dump"):
        return plain(value.model_dump())
    return value if isinstance(value, (str, int, float, type(None))) else str(value)


def built(value):
    """An argument; `{"$date": "2026-03-07"}` and `{"$RecirculationSchedule": …}` are what their names say."""
    if isinstance(value, list):
        return [built(each) for each in value]
    if not isinstance(value, dict):
        return value
    for name, content in value.items():
        if name == "$date":
            return datetime.date.fromisoformat(content)
        if name.startswith("$"):
            kind = getattr(models, name[1:], None) or getattr(nwp500, name[1:])
            return kind.model_validate(content) if hasattr(kind, "model_validate") else kind(content)
    return {name: built(each) for name, each in value.items()}


def public(thing):
    return [name for name in dir(thing) if not name.startswith("_") and inspect.isroutine(getattr(thing, name))]


class Life:
    def __init__(self, auth, devices):
        self.auth = auth
        self.api = NavienAPIClient(auth_client=auth)
        self.devices = devices
        self.mqtt = None
        self.nwp500 = nwp500
        self.life = self
        self.openei = getattr(nwp500, "OpenEIClient", lambda: None)()

    async def enter(self):
        self.mqtt = NavienMqttClient(self.auth)
        self.mqtt.on("connection_interrupted", lambda *_: say("interrupted"))
        await self.mqtt.connect()
        say("connected", id=self.mqtt.client_id)
        for heater in range(len(self.devices)):
            for each in ("device_status", "device_feature"):
                await self.call({"of": "mqtt", "call": f"subscribe_{each}", "heater": heater})

    @functools.cache
    def teller(self, what, heater):
        """What takes the messages of a subscription; the same one when it ends."""

        def tell(*told):
            *topic, value = told
            say(what, heater=heater, topic=topic, told=plain(value))

        return tell

    def names(self):
        """Everything public that can be called, by whose it is."""
        functions = [name for name in nwp500.__all__ if inspect.isfunction(getattr(nwp500, name, None))]
        clients = {name: public(getattr(self, name)) for name in ("auth", "api", "mqtt", "openei")}
        return {**clients, "nwp500": functions}

    async def call(self, order):
        """Calls what an order names, and tells it who and where it is and who listens, as far as it asks for that."""
        name, heater = order["call"], order.get("heater", 0)
        found = getattr(getattr(self, order["of"]), name)
        # Not its signature: that wants the annotations, some of which are there for type checkers only.
        code = inspect.unwrap(found).__code__
        parameters = [each for each in code.co_varnames[: code.co_argcount + code.co_kwonlyargcount] if each != "self"]
        device = self.devices[heater]
        known = {
            "mqtt": self.mqtt,
            "device": device,
            "mac_address": device.device_info.mac_address,
            "additional_value": device.device_info.additional_value,
            "refresh_token": self.auth.current_tokens.refresh_token,
            "callback": self.teller(name.removeprefix("un").removeprefix("subscribe_"), heater),
        }
        given = {name: value for name, value in known.items() if name in parameters}
        free = [name for name in parameters if name not in given]
        args = dict(zip(free, map(built, order.get("args", []))))
        result = found(**{**given, **args, **built(order.get("more", {}))})
        return await result if inspect.isawaitable(result) else result


async def main():
    logging.getLogger("nwp500").addHandler(Complaints(logging.WARNING))
    loop = asyncio.get_running_loop()
    account = os.environ["NAVIEN_EMAIL"], os.environ["NAVIEN_PASSWORD"]
    async with NavienAuthClient(*account) as auth:
        say("signed-in", email=auth.user_email)
        devices = await NavienAPIClient(auth_client=auth).list_devices()
        for device in devices:
            say("device", mac=device.device_info.mac_address, name=device.device_info.device_name)
        life = Life(auth, devices)
        if life.openei:
            await life.openei.__aenter__()
        await life.enter()
        say("ready", version=nwp500.__version__)
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            order = json.loads(line)
            name = order["call"]
            try:
                result = await life.call(order)
                say("done", order=name, result=plain(result))
            except Exception as error:
                say("failed", order=name, error=type(error).__name__, text=str(error))
            if name == "disconnect":
                break
        say("ended")


asyncio.run(main())
