"""One life of an unmodified nwp500-python, told in JSON lines: it hears orders on stdin and says what it sees on stdout."""

import asyncio
import json
import logging
import os
import sys

from nwp500 import NavienAPIClient, NavienAuthClient, NavienMqttClient


def say(what, **more):
    print(json.dumps({"say": what, **more}), flush=True)


class Complaints(logging.Handler):
    def emit(self, record):
        say("complaint", text=record.getMessage())


async def main():
    logging.getLogger("nwp500").addHandler(Complaints(logging.WARNING))
    loop = asyncio.get_running_loop()
    account = os.environ["NAVIEN_EMAIL"], os.environ["NAVIEN_PASSWORD"]
    async with NavienAuthClient(*account) as auth:
        say("signed-in", email=auth.user_email)
        device = (await NavienAPIClient(auth_client=auth).list_devices())[0]
        say("device", mac=device.device_info.mac_address, name=device.device_info.device_name)

        def status(told):
            say(
                "status",
                temperature=told.dhw_temperature,
                setting=told.dhw_temperature_setting,
                mode=told.dhw_operation_setting.name,
                command=told.command,
            )

        def info(told):
            say(
                "info",
                serial=told.controller_serial_number,
                lowest=told.dhw_temperature_min,
                highest=told.dhw_temperature_max,
            )

        async def enter():
            nonlocal client
            client = NavienMqttClient(auth)
            client.on("connection_interrupted", lambda *_: say("interrupted"))
            await client.connect()
            say("connected", id=client.client_id)
            await client.subscribe_device_status(device, status)
            await client.subscribe_device_feature(device, info)

        client = None
        await enter()
        orders = {
            "status": lambda: client.request_device_status(device),
            "info": lambda: client.request_device_info(device),
            "set": lambda degrees: client.set_dhw_temperature(device, float(degrees)),
            "mode": lambda number: client.set_dhw_mode(device, int(number)),
            "poll": lambda period: client.start_periodic_requests(device, period_seconds=float(period)),
            "renew": enter,
        }
        say("ready")
        while line := (await loop.run_in_executor(None, sys.stdin.readline)).split():
            name, *rest = line
            if name == "end":
                break
            try:
                await orders[name](*rest)
                say("done", order=name)
            except Exception as error:
                say("failed", order=name, error=repr(error))
        await client.disconnect()
        say("disconnected")


asyncio.run(main())
